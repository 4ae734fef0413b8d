"""The lock of a thread of the operating system: the only truth about who is inside."""

from __future__ import annotations

import re

from .unpatched import RLock

__all__ = ["NOT_OWNED", "RLock", "exclusive_lock", "hold"]

# What a release by a thread that does not hold the lock says; see the shape in region.py.
NOT_OWNED = ("cannot release un-acquired lock",)

_HOLD = re.compile(r"owner=(\d+) count=(\d+)")

# A re-entrant lock of the operating system's threads, also under gevent's patches.
exclusive_lock = RLock


def hold(lock: RLock) -> tuple[int, int]:
    """The ident of the thread that holds `lock` and its depth; (0, 0) when it is free.

    Its repr is the only place that tells.
    """
    found = _HOLD.search(repr(lock))
    if found is None:
        return 0, 0
    owner, count = int(found[1]), int(found[2])
    return (owner, count) if count else (0, 0)
