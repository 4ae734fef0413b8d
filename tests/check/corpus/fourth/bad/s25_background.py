"""The function that is called starts a thread with what it is given."""

from __future__ import annotations

import threading
from collections.abc import Callable

from safestore import Pinned, Store


def background(work: Callable[[], None]) -> None:
    threading.Thread(target=work, daemon=True).start()


def main(p: Pinned[Store]) -> None:
    background(lambda: p.value.gc())  # E: safestore-send
