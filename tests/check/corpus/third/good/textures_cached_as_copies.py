"""A texture cache keeps copies of a view's slices, and a local list of the slices themselves."""

from __future__ import annotations

from safestore import Engine, Limits, Memory, MemoryType, MemoryView, Pinned, Store


class Textures:
    def __init__(self, pin: Pinned[Store], memory: Memory) -> None:
        self.pin = pin
        self.memory = memory
        self.cache: dict[str, bytes] = {}
        self.checksum = 0

    def load(self, names: list[str], size: int) -> None:
        with self.memory.view(self.pin) as view:
            parts: list[MemoryView] = []
            for number, name in enumerate(names):
                part = view[number * size : (number + 1) * size]
                self.cache[name] = part.tobytes()
                parts.append(part)
            self.checksum = sum(sum(part) for part in parts)
            first = bytes(view[0:size])
        self.cache.setdefault("first", first)


if __name__ == "__main__":
    pin = Pinned(Store(Engine()))
    textures = Textures(pin, Memory(pin, MemoryType(Limits(1, 1))))
    textures.load(["sky", "grass"], 4)
    print(textures.cache)
