"""What was entered on the stack was taken off it, and is closed later."""

from __future__ import annotations

from contextlib import ExitStack

from safestore import Engine, Pinned, Store


def main(e: Engine) -> None:
    with ExitStack() as stack:
        pin = stack.enter_context(Pinned(Store(e)))
        pin.value.set_fuel(1)
        kept = stack.pop_all()
    pin.value.gc()
    kept.close()
