"""A host function tells a thread what it found by its Caller."""

from __future__ import annotations

import threading

from safestore import Caller, Memory


def audit(known: bool, n: int) -> None:
    print(known, n)


def on_call(caller: Caller, n: int) -> int:
    known = isinstance(caller.get("memory"), Memory)
    threading.Thread(target=audit, args=(known, n)).start()
    return n
