"""A snapshot tool copies a memory through its view, ends the view, and then moves the store on."""

from __future__ import annotations

import io
import queue
from typing import BinaryIO

from safestore import Engine, Limits, Memory, MemoryType, Owned, Pinned, Store, TransferToken


class Snapshots:
    def __init__(self, out: BinaryIO, next_stage: queue.Queue[TransferToken[Store]]) -> None:
        self._out = out
        self._next = next_stage
        self.written = 0

    def take(self, pin: Owned[Store], memory: Memory, limit: int) -> None:
        with memory.view(pin) as view:
            head = view[:limit].tobytes()
        self._next.put(pin.transfer())
        self.written += self._out.write(head)


def main() -> None:
    stage: queue.Queue[TransferToken[Store]] = queue.Queue()
    snapshots = Snapshots(io.BytesIO(), stage)
    pin = Pinned(Store(Engine()))
    snapshots.take(pin, Memory(pin.value, MemoryType(Limits(1, 1))), 64)
    assert snapshots.written == 64
    with stage.get().land() as pin:
        assert pin.is_mine()


if __name__ == "__main__":
    main()
