"""The generator closes the pin when its `with` ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from safestore import Engine, Pinned, Store


@contextmanager
def session(e: Engine) -> Iterator[Pinned[Store]]:
    pin = Pinned(Store(e))
    try:
        yield pin
    finally:
        pin.close()


def main(e: Engine) -> None:
    with session(e) as pin:
        pin.value.set_fuel(1)
    pin.value.gc()  # E: safestore-closed
