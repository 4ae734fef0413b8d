"""The host function leaves a number in a variable around it."""

from __future__ import annotations

from collections.abc import Callable

from safestore import Caller


def make() -> Callable[[Caller, int], int]:
    last = 0

    def on_call(caller: Caller, n: int) -> int:
        nonlocal last
        last = n if caller.get("memory") is None else n + last
        return last

    return on_call
