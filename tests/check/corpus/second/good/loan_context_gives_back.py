"""A context manager lends a store on and keeps what comes back; its user takes that up again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from safestore import Engine, Owned, Pinned, Store, TransferToken


@contextlib.contextmanager
def on_loan(pin: Owned[Store], shelf: list[TransferToken[Store]]) -> Iterator[Pinned[Store]]:
    loan = pin.transfer().land()
    try:
        yield loan
    finally:
        shelf.append(loan.transfer())


def main() -> None:
    shelf: list[TransferToken[Store]] = []
    pin = Pinned(Store(Engine()))
    pin.value.gc()
    with on_loan(pin, shelf) as loan:
        loan.value.set_limits(instances=1)
    assert pin.moved
    print("was", pin)
    pin = shelf.pop().land()
    pin.value.gc()
    pin.close()


if __name__ == "__main__":
    main()
