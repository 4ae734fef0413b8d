"""What is to be done later asks the Caller of now."""

from __future__ import annotations

from collections.abc import Callable

from safestore import Caller

LATER: list[Callable[[], object]] = []


def on_call(caller: Caller, n: int) -> int:
    LATER.append(lambda: caller.get("memory"))  # E: safestore-borrow
    return n
