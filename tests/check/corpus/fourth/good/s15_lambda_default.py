"""The lambda takes a number along as a default."""

from __future__ import annotations

import threading

from safestore import Pinned, Store


def report(p: Pinned[Store]) -> None:
    left = p.value.get_fuel()
    t = threading.Thread(target=lambda n=left: print(n))
    t.start()
