"""Views, memories, images."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from safestore import (
    Caller,
    Func,
    Instance,
    Memory,
    MemoryView,
    Pinned,
    Store,
    TransferToken,
)


@dataclass(frozen=True)
class Block:
    start: int
    size: int


class Heap:
    def __init__(self, store: Store, instance: Instance) -> None:
        self._store = store
        exports = instance.exports(store)
        self._memory = exports.memory("memory")
        self._malloc = exports.func("malloc")
        self._free = exports.func("free")

    def put(self, data: bytes) -> Block:
        start = int(self._malloc(self._store, len(data)))
        with self._memory.view(self._store) as view:
            view[start : start + len(data)] = data
        return Block(start, len(data))

    def get(self, block: Block) -> bytes:
        with self._memory.view(self._store) as view:
            return view[block.start : block.start + block.size].tobytes()

    def word(self, at: int) -> int:
        with self._memory.view(self._store) as view:
            (number,) = struct.unpack_from("<i", view, at)
            return int(number)

    def digest(self) -> str:
        with self._memory.view(self._store) as view:
            return hashlib.sha256(view).hexdigest()

    def numbers(self) -> list[int]:
        with self._memory.view(self._store) as view:
            return [view[i] for i in range(16)]

    def total(self) -> int:
        with self._memory.view(self._store) as view:
            return sum(view[i] for i in range(16))

    def strings(self) -> Iterator[str]:
        with self._memory.view(self._store) as view:
            copy = bytes(view)
        for part in copy.split(b"\0"):
            yield part.decode()

    def bigger(self) -> None:
        with self._memory.view(self._store) as view:
            before = bytes(view[:8])
        self._memory.grow(self._store, 1)
        with self._memory.view(self._store) as view:
            view[:8] = before

    @contextmanager
    def filled(self, data: bytes) -> Iterator[Block]:
        block = self.put(data)
        try:
            yield block
        finally:
            self._free(self._store, block.start)

    def copy_out(self) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        with self._memory.view(self._store) as view:
            for name, at in (("a", 0), ("b", 8)):
                part = view[at : at + 8]
                found[name] = bytes(part)
            found["all"] = view.tobytes()
        return found

    def helper(self) -> int:
        def at(view: MemoryView, index: int) -> int:
            return view[index]

        with self._memory.view(self._store) as view:
            pieces = [view[0:4], view[4:8]]
            rows = {"first": view[0:4]}
            sums = [sum(piece) for piece in pieces]
            pair = (view, 3)
            first, index = pair
            return at(first, index) + sums[0] + rows["first"][0]

    def twice(self) -> int:
        with self._memory.view(self._store) as one:
            a = one[0]
        with self._memory.view(self._store) as one:
            b = one[0]
        return a + b

    def copies_memoryview(self) -> bytes:
        with self._memory.view(self._store) as view:
            raw = memoryview(view)
            return bytes(raw[0:8])


def moved_after(pin: Pinned[Store], memory: Memory) -> TransferToken[Store]:
    with memory.view(pin) as view:
        head = view[0]
    print(head)
    return pin.transfer()


def grow_in_loop(store: Store, memory: Memory, chunks: Sequence[bytes]) -> int:
    at = 0
    for chunk in chunks:
        while at + len(chunk) > memory.data_len(store):
            memory.grow(store, 1)
        with memory.view(store) as view:
            view[at : at + len(chunk)] = chunk
        at += len(chunk)
    return at


def callback(caller: Caller, start: int, size: int) -> int:
    memory = caller["memory"]
    assert isinstance(memory, Memory)
    with memory.view(caller) as view:
        text = bytes(view[start : start + size])
    helper(caller, text)
    memory.grow(caller, 1)
    return len(text)


def helper(caller: Caller, text: bytes) -> None:
    func = caller.get("free")
    if isinstance(func, Func):
        func(caller, len(text))


def early(pin: Pinned[Store], memory: Memory) -> int:
    view = memory.view(pin)
    try:
        return view[0]
    finally:
        view.release()
