"""Enters tenants' pins on an ExitStack, closes the stack, and then reads the first one's fuel."""

from __future__ import annotations

from contextlib import ExitStack

from safestore import Engine, Pinned, Store


def fuel(engine: Engine, tenants: int) -> tuple[int, int]:
    stack = ExitStack()
    first = stack.enter_context(Pinned(Store(engine)))
    for _ in range(tenants - 1):
        other = stack.enter_context(Pinned(Store(engine)))
        other.value.gc()
    before = first.value.get_fuel()
    stack.close()
    return before, first.value.get_fuel()  # E: safestore-closed
