"""One thread for each pinned shard; the lambda's default argument takes a token along."""

from __future__ import annotations

import threading

from safestore import Engine, Pinned, Store


def retire(pins: list[Pinned[Store]]) -> int:
    threads: list[threading.Thread] = []
    for pin in pins:
        token = pin.transfer()
        threads.append(threading.Thread(target=lambda owned=token: owned.land().close()))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(pin.moved for pin in pins)


if __name__ == "__main__":
    engine = Engine()
    print(retire([Pinned(Store(engine)) for _ in range(3)]))
