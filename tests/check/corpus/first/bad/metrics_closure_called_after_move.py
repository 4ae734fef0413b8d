"""A worker loop reports its fuel through a closure made at the start; the store is gone by then."""

import queue
from collections.abc import Callable

from safestore import Engine, Pinned, Store, TransferToken


def produce(engine: Engine, out: "queue.Queue[TransferToken[Store]]", budget: int) -> str:
    pin = Pinned(Store(engine))
    pin.value.set_fuel(budget)

    def spent() -> int:
        return budget - pin.value.get_fuel()

    before = f"{spent()} spent before"
    report: Callable[[], int] = spent
    out.put(pin.transfer())
    after = report()  # E: safestore-moved
    return f"{before}, {after} after"
