"""A worker takes (verb, token, amount) tuples from a queue, and answers with the next token."""

from __future__ import annotations

import queue
import threading

from safestore import Config, Engine, Pinned, Store, TransferToken

Work = tuple[str, TransferToken[Store], int]


def worker(
    work: queue.SimpleQueue[Work | None], done: queue.SimpleQueue[TransferToken[Store]]
) -> None:
    while (item := work.get()) is not None:
        verb, token, amount = item
        pin = token.land()
        if verb == "refuel":
            pin.value.set_fuel(amount)
        done.put(pin.transfer())


def main() -> None:
    config = Config()
    config.consume_fuel = True
    work: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
    done: queue.SimpleQueue[TransferToken[Store]] = queue.SimpleQueue()
    thread = threading.Thread(target=worker, args=(work, done))
    thread.start()
    pin = Pinned(Store(Engine(config)))
    for amount in (1000, 2000):
        work.put(("refuel", pin.transfer(), amount))
        pin = done.get().land()
        assert pin.value.get_fuel() == amount
    work.put(None)
    thread.join()
    pin.close()


if __name__ == "__main__":
    main()
