"""A generator reads a guest's memory in chunks: it yields slices of its view, not copies."""

from __future__ import annotations

from collections.abc import Iterator

from safestore import Engine, Instance, Memory, MemoryView, Module, Pinned, Store

WAT = '(module (memory (export "memory") 1 1) (data (i32.const 0) "0123456789abcdef"))'


def chunks(pin: Pinned[Store], memory: Memory, size: int, end: int) -> Iterator[MemoryView]:
    with memory.view(pin) as view:
        for start in range(0, end, size):
            yield view[start : start + size]  # E: safestore-borrow


def main() -> None:
    pin = Pinned(Store(Engine()))
    memory = Instance(pin, Module(pin.value.engine, WAT), []).exports(pin).memory("memory")
    parts = list(chunks(pin, memory, size=4, end=16))
    print(len(parts), "parts")


if __name__ == "__main__":
    main()
