"""A context manager owns what it is given; the pin is used once more after the loan is over."""

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
    with on_loan(pin, shelf) as loan:
        loan.value.set_limits(instances=1)
    pin.value.gc()  # E: safestore-moved
    for token in shelf:
        token.discard()


if __name__ == "__main__":
    main()
