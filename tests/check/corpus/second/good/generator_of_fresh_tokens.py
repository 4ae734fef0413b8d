"""A generator hands out a token per consumer, each of a pin that it makes for that round."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from safestore import Engine, Pinned, Store, TransferToken


def tokens(engine: Engine, count: int) -> Iterator[TransferToken[Store]]:
    for _ in range(count):
        pin = Pinned(Store(engine))
        pin.value.gc()
        yield pin.transfer()


def consume(token: TransferToken[Store]) -> None:
    with token.land() as pin:
        pin.value.gc()


def main() -> None:
    threads = [threading.Thread(target=consume, args=(token,)) for token in tokens(Engine(), 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
