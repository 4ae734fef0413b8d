"""A generic box, here of a function's type."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from safestore import Func, FuncType, Pinned, Store

T = TypeVar("T")


class Box(Generic[T]):
    def __init__(self, item: T) -> None:
        self.item = item


def show(box: Box[FuncType]) -> None:
    print(box.item)


def main(pool: ThreadPoolExecutor, fn: Func, p: Pinned[Store]) -> None:
    pool.submit(show, Box(fn.type(p)))
