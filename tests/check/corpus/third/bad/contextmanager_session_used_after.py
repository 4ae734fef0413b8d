"""A session as a generator with contextlib; the report is made after the session has ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from safestore import Engine, Func, Pinned, Store


@contextmanager
def session(engine: Engine) -> Iterator[Pinned[Store]]:
    pin = Pinned(Store(engine))
    try:
        yield pin
    finally:
        pin.close()


def report(engine: Engine, work: Func | None) -> str:
    with session(engine) as pin:
        if work is not None:
            work(pin)
    return f"fuel: {pin.value.get_fuel()}"  # E: safestore-closed
