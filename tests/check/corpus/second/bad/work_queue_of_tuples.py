"""A worker takes (verb, target, amount) tuples from a queue; the target is somebody else's pin."""

from __future__ import annotations

import queue
import threading

from safestore import Config, Engine, Pinned, Store

Work = tuple[str, Pinned[Store], int]


def worker(work: queue.SimpleQueue[Work | None]) -> None:
    while (item := work.get()) is not None:
        verb, target, amount = item
        if verb == "refuel":
            target.value.set_fuel(amount)


def metered() -> Engine:
    config = Config()
    config.consume_fuel = True
    return Engine(config)


def main() -> None:
    work: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
    thread = threading.Thread(target=worker, args=(work,))
    thread.start()
    pins = [Pinned(Store(metered())) for _ in range(2)]
    for amount, pin in enumerate(pins, 1):
        work.put(("refuel", pin, amount * 1000))  # E: safestore-send
    work.put(None)
    thread.join()


if __name__ == "__main__":
    main()
