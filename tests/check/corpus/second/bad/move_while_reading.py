"""A snapshot tool reads a memory through its view, and moves the store on before it is done."""

from __future__ import annotations

import queue
from typing import BinaryIO

from safestore import Memory, Owned, Store, TransferToken


class Snapshots:
    def __init__(self, out: BinaryIO, next_stage: queue.Queue[TransferToken[Store]]) -> None:
        self._out = out
        self._next = next_stage
        self.written = 0

    def take(self, pin: Owned[Store], memory: Memory, limit: int) -> None:
        with memory.view(pin) as view:
            head = view[:limit].tobytes()
            self._next.put(pin.transfer())  # E: safestore-borrow
        self.written += self._out.write(head)
