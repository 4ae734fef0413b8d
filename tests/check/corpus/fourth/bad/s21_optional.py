"""The pin is handed to the pool just when there is one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from safestore import Pinned, Store


def note(p: Pinned[Store] | None) -> None:
    print(p)


def main(pool: ThreadPoolExecutor, p: Pinned[Store] | None) -> None:
    if p is not None:
        pool.submit(note, p)  # E: safestore-send
