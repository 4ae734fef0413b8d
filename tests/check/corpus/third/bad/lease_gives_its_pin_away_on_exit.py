"""A lease lends a pin for a block and moves it on in its own __exit__; the borrower goes on."""

from __future__ import annotations

import queue

from safestore import Engine, Pinned, Store, TransferToken


class Lease:
    def __init__(self, pin: Pinned[Store], returned: queue.Queue[TransferToken[Store]]) -> None:
        self.pin = pin
        self.returned = returned

    def __enter__(self) -> Pinned[Store]:
        return self.pin

    def __exit__(self, *error: object) -> None:
        self.returned.put(self.pin.transfer())


def borrow(engine: Engine, returned: queue.Queue[TransferToken[Store]]) -> int:
    with Lease(Pinned(Store(engine)), returned) as pin:
        pin.value.set_limits(memories=2)
    return pin.value.get_fuel()  # E: safestore-moved
