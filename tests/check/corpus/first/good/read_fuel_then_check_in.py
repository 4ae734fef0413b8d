"""A pool of warm stores; after check-in the borrower only asks whether its pin has been moved."""

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
    spent = fuel - pin.value.get_fuel()
    pool.check_in(pin)
    assert pin.moved and not pin.is_mine()
    print("checked in", pin)
    pin = pool.check_out()
    pin.value.gc()
    pool.check_in(pin)
    return spent
