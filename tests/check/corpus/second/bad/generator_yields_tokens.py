"""A generator hands out a token per consumer, and has only the one pin to make them from."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from safestore import Engine, Pinned, Store, TransferToken


def tokens(engine: Engine, count: int) -> Iterator[TransferToken[Store]]:
    pin = Pinned(Store(engine))
    for _ in range(count):
        yield pin.transfer()  # E: safestore-maybe-moved


def consume(token: TransferToken[Store]) -> None:
    with token.land() as pin:
        pin.value.gc()


def main() -> None:
    threads = []
    for token in tokens(Engine(), 3):
        thread = threading.Thread(target=consume, args=(token,))
        thread.start()
        threads.append(thread)
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
