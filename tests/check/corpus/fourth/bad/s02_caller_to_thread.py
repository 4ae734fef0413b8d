"""A host function hands its Caller to a thread that outlives it."""

from __future__ import annotations

import threading

from safestore import Caller


def audit(caller: Caller, n: int) -> None:
    print(caller.get("memory"), n)


def on_call(caller: Caller, n: int) -> int:
    threading.Thread(target=audit, args=(caller, n)).start()  # E: safestore-send
    return n
