"""A texture cache keeps slices of a view in a dict attribute, for after the view has ended."""

from __future__ import annotations

from safestore import Memory, MemoryView, Pinned, Store


class Textures:
    def __init__(self, pin: Pinned[Store], memory: Memory) -> None:
        self.pin = pin
        self.memory = memory
        self.sizes: dict[str, int] = {}
        self.cache: dict[str, MemoryView] = {}

    def load(self, names: list[str], size: int) -> None:
        with self.memory.view(self.pin) as view:
            for number, name in enumerate(names):
                start = number * size
                self.sizes[name] = len(view[start : start + size])
                self.cache[name] = view[start : start + size]  # E: safestore-borrow
