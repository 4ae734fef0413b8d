"""The lambda takes the pin along as a default."""

from __future__ import annotations

import threading

from safestore import Pinned, Store


def report(p: Pinned[Store]) -> None:
    t = threading.Thread(target=lambda pin=p: print(pin.value.get_fuel()))  # E: safestore-send
    t.start()
