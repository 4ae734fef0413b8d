"""The host function leaves its Caller in a variable around it."""

from __future__ import annotations

from collections.abc import Callable

from safestore import Caller


def make() -> Callable[[Caller, int], int]:
    last: Caller | None = None

    def on_call(caller: Caller, n: int) -> int:
        nonlocal last
        last = caller  # E: safestore-borrow
        return n

    return on_call
