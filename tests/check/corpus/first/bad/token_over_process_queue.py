"""A supervisor hands warm stores to its workers over a queue; the workers are processes."""

import multiprocessing as mp
from multiprocessing.queues import Queue

from safestore import Engine, Pinned, Store, TransferToken


def worker(inbox: "Queue[TransferToken[Store]]") -> None:
    with inbox.get().land() as pin:
        print(pin.value.get_fuel())


def supervise(count: int) -> None:
    engine = Engine()
    inbox: Queue[TransferToken[Store]] = mp.Queue()
    children = [mp.Process(target=worker, args=(inbox,)) for _ in range(count)]
    for child in children:
        child.start()
    for _ in children:
        pin = Pinned(Store(engine))
        inbox.put(pin.transfer())  # E: safestore-send
    for child in children:
        child.join()
