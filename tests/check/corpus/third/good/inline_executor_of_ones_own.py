"""An executor and a queue of one's own with the usual names; all runs on the calling thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from safestore import Engine, Pinned, Store

T = TypeVar("T")
R = TypeVar("R")


class Queue(Generic[T]):
    def __init__(self) -> None:
        self._items: deque[T] = deque()

    def put(self, item: T) -> None:
        self._items.append(item)

    def get(self) -> T:
        return self._items.popleft()


class Executor:
    def submit(self, work: Callable[[T], R], argument: T) -> R:
        return work(argument)


def collect(pin: Pinned[Store]) -> bool:
    pin.value.gc()
    return pin.is_mine()


def main() -> list[bool]:
    engine = Engine()
    pins: Queue[Pinned[Store]] = Queue()
    for _ in range(2):
        pins.put(Pinned(Store(engine)))
    executor = Executor()
    return [executor.submit(collect, pins.get()) for _ in range(2)]


if __name__ == "__main__":
    print(main())
