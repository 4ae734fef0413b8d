"""A lease lends a pin for a block and moves it on in its own __exit__; the borrower stops there."""

from __future__ import annotations

import queue

from safestore import Engine, Pinned, Store, TransferToken

Shelf = queue.Queue[TransferToken[Store]]


class Lease:
    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.pin: Pinned[Store] | None = None

    def __enter__(self) -> Pinned[Store]:
        self.pin = self.shelf.get().land()
        return self.pin

    def __exit__(self, *error: object) -> None:
        pin, self.pin = self.pin, None
        if pin is not None:
            self.shelf.put(pin.transfer())


def borrow(shelf: Shelf, rounds: int) -> list[str]:
    seen: list[str] = []
    for number in range(rounds):
        with Lease(shelf) as pin:
            pin.value.set_limits(memories=number)
        seen.append(repr(pin))
    with Lease(shelf) as pin:
        pin.value.gc()
    return seen


if __name__ == "__main__":
    stored: Shelf = queue.Queue()
    stored.put(Pinned(Store(Engine())).transfer())
    print(borrow(stored, 2))
    stored.get().discard()
