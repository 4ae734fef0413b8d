"""A pool takes pins over, as its signature says; the caller still uses one that it gave away."""

from __future__ import annotations

from collections import deque

from safestore import Engine, Instance, Module, Owned, Pinned, Store, TransferToken

INIT = '(module (func (export "init") (param i32)))'


class Shelf:
    """Stores that nobody uses now, as tokens."""

    def __init__(self) -> None:
        self._tokens: deque[TransferToken[Store]] = deque()

    def adopt(self, pin: Owned[Store]) -> int:
        self._tokens.append(pin.transfer())
        return len(self._tokens)

    def take(self) -> Pinned[Store]:
        return self._tokens.popleft().land()


def fill(shelf: Shelf, engine: Engine, count: int) -> None:
    module = Module(engine, INIT)
    for number in range(count):
        pin = Pinned(Store(engine))
        instance = Instance(pin, module, [])
        held = shelf.adopt(pin)
        instance.exports(pin).func("init")(pin, number)  # E: safestore-moved
        print("shelved", held)


if __name__ == "__main__":
    fill(Shelf(), Engine(), 3)
