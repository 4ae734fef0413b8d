"""Of the two kinds of argument the one that may not be sent has left before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from safestore import Module, Store


def show(x: Store | Module) -> None:
    print(x)


def main(pool: ThreadPoolExecutor, x: Store | Module) -> None:
    if isinstance(x, Store):
        x.gc()
        return
    pool.submit(show, x)
