"""A pool lends out stores as others lend connections: what waits in its queue are tokens."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Iterator

from safestore import Engine, Pinned, Store, TransferToken


class StorePool:
    def __init__(self, engine: Engine, size: int) -> None:
        self._idle: queue.LifoQueue[TransferToken[Store]] = queue.LifoQueue(size)
        for _ in range(size):
            self._idle.put(Pinned(Store(engine)).transfer())

    @contextlib.contextmanager
    def lease(self, timeout: float = 1.0) -> Iterator[Pinned[Store]]:
        pin = self._idle.get(timeout=timeout).land()
        try:
            yield pin
        finally:
            self._idle.put(pin.transfer())

    def close(self) -> None:
        while not self._idle.empty():
            self._idle.get().discard()


def work(pool: StorePool) -> None:
    with pool.lease() as pin:
        pin.value.gc()


def main() -> None:
    pool = StorePool(Engine(), 2)
    threads = [threading.Thread(target=work, args=(pool,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with pool.lease() as pin:
        pin.value.gc()
    pool.close()


if __name__ == "__main__":
    main()
