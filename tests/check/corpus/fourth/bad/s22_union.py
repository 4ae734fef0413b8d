"""Of the two kinds of argument one may not be sent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from safestore import Module, Store


def show(x: Store | Module) -> None:
    print(x)


def main(pool: ThreadPoolExecutor, x: Store | Module) -> None:
    if isinstance(x, Store):
        x.gc()
    pool.submit(show, x)  # E: safestore-send
