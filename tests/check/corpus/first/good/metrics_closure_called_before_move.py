"""A worker loop reports its fuel through a closure, for the last time before the store leaves."""

import queue
from collections.abc import Callable

from safestore import Engine, Pinned, Store, TransferToken


def produce(engine: Engine, out: "queue.Queue[TransferToken[Store]]", budget: int) -> str:
    pin = Pinned(Store(engine))
    pin.value.set_fuel(budget)

    def spent() -> int:
        return budget - pin.value.get_fuel()

    report: Callable[[], int] = spent
    before = f"{report()} spent before"
    out.put(pin.transfer())
    pin = Pinned(Store(engine))
    pin.value.set_fuel(budget)
    after = report()
    pin.close()
    return f"{before}, {after} after"
