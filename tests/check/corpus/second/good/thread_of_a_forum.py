"""A forum model has a Thread, with a target and args, and a Queue with put: not the library's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from safestore import Engine, Instance, Module, Pinned, Store


@dataclass
class Thread:
    """A thread of posts; `target` renders one."""

    target: Callable[[Pinned[Store], int], int]
    args: tuple[Pinned[Store], int]

    def start(self) -> int:
        return self.target(*self.args)


@dataclass
class Queue:
    items: list[Pinned[Store]] = field(default_factory=list)

    def put(self, item: Pinned[Store]) -> None:
        self.items.append(item)


def render(pin: Pinned[Store], number: int) -> int:
    module = Module(pin.value.engine, '(module (func (export "f") (param i32)))')
    Instance(pin, module, []).exports(pin).func("f")(pin, number)
    return number


def main() -> None:
    pin = Pinned(Store(Engine()))
    queue = Queue()
    queue.put(pin)
    assert Thread(target=render, args=(pin, 2)).start() == 2
    for item in queue.items:
        item.close()


if __name__ == "__main__":
    main()
