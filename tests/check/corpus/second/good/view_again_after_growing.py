"""A loader looks at the free room by a view, grows the memory, and writes by another view."""

from __future__ import annotations

from safestore import Engine, Limits, Memory, MemoryType, Pinned, Store

PAGE = 65536


def load(pin: Pinned[Store], memory: Memory, data: bytes) -> int:
    with memory.view(pin) as view:
        free = view.nbytes
    if free < len(data):
        memory.grow(pin, (len(data) - free + PAGE - 1) // PAGE)
    with memory.view(pin) as view:
        view[0 : len(data)] = data
        assert view.nbytes > free or free >= len(data)
    return len(data)


def copy_across(pin: Pinned[Store], source: Memory, target: Memory) -> int:
    with source.view(pin) as view:
        head = bytes(view[:4])
    target.grow(pin, 1)
    return target.write(pin, head, 0)


def main() -> None:
    with Pinned(Store(Engine())) as pin:
        memory = Memory(pin.value, MemoryType(Limits(1, 8)))
        other = Memory(pin.value, MemoryType(Limits(1, 8)))
        assert load(pin, memory, b"abcd" * PAGE) == 4 * PAGE
        copy_across(pin, memory, other)
        assert other.read(pin, 0, 4) == b"abcd"


if __name__ == "__main__":
    main()
