"""What the worker uses is a field of an object that all threads see."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from safestore import Engine, Pinned, Store


class Current:
    pin: Pinned[Store] | None = None


CURRENT = Current()


def work() -> None:
    if CURRENT.pin is not None:
        CURRENT.pin.value.gc()


def main(pool: ThreadPoolExecutor, e: Engine) -> None:
    CURRENT.pin = Pinned(Store(e))
    pool.submit(work).result()  # E: safestore-send
