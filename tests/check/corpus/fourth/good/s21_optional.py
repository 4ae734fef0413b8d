"""What is handed to the pool is None: there is no pin."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from safestore import Pinned, Store


def note(p: Pinned[Store] | None) -> None:
    print(p)


def main(pool: ThreadPoolExecutor, p: Pinned[Store] | None) -> None:
    if p is None:
        pool.submit(note, p)
