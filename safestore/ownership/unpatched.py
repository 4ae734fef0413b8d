"""Threads, locks and thread-locals of the operating system, whatever gevent has patched.

Under its patches the names of `_thread` and `threading` mean greenlets, of which a thread has many.
An activation of wasm belongs to the thread, so the originals are wanted.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING or "gevent.monkey" not in sys.modules:
    from _thread import RLock, allocate_lock, start_new_thread
    from _thread import _local as thread_local
else:
    RLock, allocate_lock, start_new_thread, thread_local = (
        sys.modules["gevent.monkey"].get_original("_thread", name)
        for name in ("RLock", "allocate_lock", "start_new_thread", "_local")
    )

__all__ = ["RLock", "allocate_lock", "start_new_thread", "thread_local"]
