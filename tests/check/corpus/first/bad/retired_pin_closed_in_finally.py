"""A request's pin is retired to a reaper by a function that takes it over, then closed again."""

import queue

from safestore import Engine, Owned, Pinned, Store, TransferToken

REAPER: "queue.Queue[TransferToken[Store]]" = queue.Queue()


def retire(pin: Owned[Store], reason: str) -> None:
    print("retired because of", reason)
    REAPER.put(pin.transfer())


def request(engine: Engine, body: bytes) -> int:
    pin = Pinned(Store(engine))
    pin.value.set_fuel(len(body))
    left = pin.value.get_fuel()
    retire(pin, "end of request")
    pin.close()  # E: safestore-moved
    return left
