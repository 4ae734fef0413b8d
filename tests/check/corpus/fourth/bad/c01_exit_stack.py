"""The stack's end closes what was entered on it."""

from __future__ import annotations

from contextlib import ExitStack

from safestore import Engine, Pinned, Store


def main(e: Engine) -> None:
    with ExitStack() as stack:
        pin = stack.enter_context(Pinned(Store(e)))
        pin.value.set_fuel(1)
    pin.value.gc()  # E: safestore-closed
