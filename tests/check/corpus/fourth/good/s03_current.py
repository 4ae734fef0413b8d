"""What the worker uses is a thread-local's: each worker has its own."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from safestore import Engine, Pinned, Store


class Current(threading.local):
    pin: Pinned[Store] | None = None


CURRENT = Current()


def work(e: Engine) -> None:
    if CURRENT.pin is None:
        CURRENT.pin = Pinned(Store(e))
    CURRENT.pin.value.gc()


def main(pool: ThreadPoolExecutor, e: Engine) -> None:
    pool.submit(work, e).result()
