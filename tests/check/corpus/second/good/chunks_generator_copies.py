"""A generator reads a guest's memory in chunks: what it yields are copies of its view's slices."""

from __future__ import annotations

from collections.abc import Iterator

from safestore import Engine, Instance, Memory, Module, Pinned, Store

WAT = '(module (memory (export "memory") 1 1) (data (i32.const 0) "0123456789abcdef"))'


def chunks(pin: Pinned[Store], memory: Memory, size: int, end: int) -> Iterator[bytes]:
    for start in range(0, end, size):
        with memory.view(pin) as view:
            chunk = bytes(view[start : start + size])
        yield chunk


def columns(pin: Pinned[Store], memory: Memory, width: int) -> list[bytes]:
    rows: list[bytes] = []
    with memory.view(pin, 0, width * 2) as view:
        parts = [view[:width], view[width : width * 2]]
        for part in parts:
            rows.append(part.tobytes())
    return rows


def main() -> None:
    pin = Pinned(Store(Engine()))
    memory = Instance(pin, Module(pin.value.engine, WAT), []).exports(pin).memory("memory")
    assert b"".join(chunks(pin, memory, size=4, end=16)) == b"0123456789abcdef"
    assert columns(pin, memory, 2) == [b"01", b"23"]


if __name__ == "__main__":
    main()
