"""A supervisor hands warm stores to its workers over a queue; the workers are threads."""

import threading
from queue import Queue

from safestore import Engine, Pinned, Store, TransferToken


def worker(inbox: "Queue[TransferToken[Store] | None]") -> None:
    while (token := inbox.get()) is not None:
        with token.land() as pin:
            print(pin, pin.is_mine())


def supervise(count: int) -> None:
    engine = Engine()
    inbox: Queue[TransferToken[Store] | None] = Queue()
    children = [threading.Thread(target=worker, args=(inbox,)) for _ in range(count)]
    for child in children:
        child.start()
    for _ in range(2 * count):
        with Pinned(Store(engine)) as pin:
            pin.value.set_limits(memories=1)
            inbox.put(pin.transfer())
    for _ in children:
        inbox.put(None)
    for child in children:
        child.join()


supervise(2)
