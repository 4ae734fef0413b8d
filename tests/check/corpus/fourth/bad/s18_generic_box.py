"""A generic box, here of a function."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from safestore import Func

T = TypeVar("T")


class Box(Generic[T]):
    def __init__(self, item: T) -> None:
        self.item = item


def show(box: Box[Func]) -> None:
    print(box.item)


def main(pool: ThreadPoolExecutor, fn: Func) -> None:
    pool.submit(show, Box(fn))  # E: safestore-send
