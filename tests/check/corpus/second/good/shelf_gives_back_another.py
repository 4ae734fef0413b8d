"""A shelf takes pins over, as its signature says; the caller goes on with what comes back."""

from __future__ import annotations

from collections import deque

from safestore import Engine, Instance, Module, Owned, Pinned, Store, TransferToken

INIT = '(module (func (export "init") (param i32)))'


class Shelf:
    def __init__(self) -> None:
        self._tokens: deque[TransferToken[Store]] = deque()

    def swap(self, pin: Owned[Store]) -> Pinned[Store]:
        """Put one on the shelf, and take down the oldest."""
        self._tokens.append(pin.transfer())
        return self._tokens.popleft().land()


def fill(shelf: Shelf, engine: Engine, count: int) -> int:
    module = Module(engine, INIT)
    pin = Pinned(Store(engine))
    for number in range(count):
        pin = shelf.swap(pin)
        Instance(pin, module, []).exports(pin).func("init")(pin, number)
    pin.close()
    return count


if __name__ == "__main__":
    assert fill(Shelf(), Engine(), 3) == 3
