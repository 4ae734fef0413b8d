"""A pool of warm stores; after a store was checked in, the borrower reads how much it has spent."""

import queue

from safestore import Pinned, Store, TransferToken


class Pool:
    def __init__(self) -> None:
        self.idle: queue.Queue[TransferToken[Store]] = queue.Queue()

    def check_out(self) -> Pinned[Store]:
        return self.idle.get().land()

    def check_in(self, pin: Pinned[Store]) -> None:
        self.idle.put(pin.transfer())


def serve(pool: Pool, fuel: int) -> int:
    pin = pool.check_out()
    pin.value.set_fuel(fuel)
    pool.check_in(pin)
    return fuel - pin.value.get_fuel()  # E: safestore-moved
