"""What is to be done later knows what the Caller said."""

from __future__ import annotations

from collections.abc import Callable

from safestore import Caller

LATER: list[Callable[[], object]] = []


def on_call(caller: Caller, n: int) -> int:
    known = caller.get("memory") is not None
    LATER.append(lambda: known)
    return n
