"""An arena looks at its header, grows, and reads the header's first byte through the old view."""

from __future__ import annotations

import safestore as wasmtime

HEADER = 16


class Arena:
    def __init__(self, store: wasmtime.Store, memory: wasmtime.Memory) -> None:
        self.store = store
        self.memory = memory
        self.generation = 0

    def reserve(self, pages: int) -> int:
        with self.memory.view(self.store, 0, HEADER) as header:
            old = header[0]
            try:
                self.memory.grow(self.store, pages)
            finally:
                self.generation = header[0]  # E: safestore-borrow
        return old
