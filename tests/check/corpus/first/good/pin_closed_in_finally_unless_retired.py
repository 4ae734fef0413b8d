"""A request's pin is retired to a reaper or closed in the finally clause, never both."""

import queue

from safestore import Engine, Owned, Pinned, Store, TransferToken

REAPER: "queue.Queue[TransferToken[Store]]" = queue.Queue()


def retire(pin: Owned[Store], reason: str) -> None:
    print("retired because of", reason)
    REAPER.put(pin.transfer())


def request(engine: Engine, body: bytes) -> int:
    pin: Pinned[Store] | None = Pinned(Store(engine))
    try:
        assert pin is not None
        pin.value.set_fuel(len(body))
        left = pin.value.get_fuel()
        if left == 0:
            retire(pin, "empty body")
            pin = None
    finally:
        if pin is not None:
            pin.close()
    return left
