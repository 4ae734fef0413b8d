"""A loader grows the guest's memory until its file fits, and writes to a view from before that."""

from __future__ import annotations

import sys
from pathlib import Path

from safestore import Limits, Memory, MemoryType, Pinned, Store

PAGE = 65536


def load(pin: Pinned[Store], memory: Memory, path: Path) -> int:
    data = path.read_bytes()
    with memory.view(pin) as view:
        free = view.nbytes
        if free < len(data):
            memory.grow(pin, (len(data) - free + PAGE - 1) // PAGE)
        view[0 : len(data)] = data  # E: safestore-borrow
    return len(data)


def main(names: list[str]) -> None:
    with Pinned(Store()) as pin:
        memory = Memory(pin.value, MemoryType(Limits(1, None)))
        for name in names:
            print(name, load(pin, memory, Path(name)))


if __name__ == "__main__":
    main(sys.argv[1:])
