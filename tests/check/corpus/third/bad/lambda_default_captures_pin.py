"""One thread for each pinned shard; the lambda's default argument takes the pin along."""

from __future__ import annotations

import threading

from safestore import Engine, Pinned, Store


def collect(pins: list[Pinned[Store]]) -> None:
    threads: list[threading.Thread] = []
    for pin in pins:
        thread = threading.Thread(target=lambda owned=pin: owned.value.gc())  # E: safestore-send
        threads.append(thread)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main() -> None:
    engine = Engine()
    collect([Pinned(Store(engine)) for _ in range(3)])
