"""A holder with a property over its slot: the setter puts a landed pin where the moved one was."""

from __future__ import annotations

from safestore import Engine, Pinned, Store, TransferToken


class Slot:
    def __init__(self, pin: Pinned[Store]) -> None:
        self._pin: Pinned[Store] | None = pin

    @property
    def pin(self) -> Pinned[Store]:
        if self._pin is None:
            raise LookupError("the slot is empty")
        return self._pin

    @pin.setter
    def pin(self, pin: Pinned[Store]) -> None:
        self._pin = pin

    def take(self) -> TransferToken[Store]:
        pin, self._pin = self.pin, None
        return pin.transfer()


def main() -> int:
    slot = Slot(Pinned(Store(Engine())))
    slot.pin.value.gc()
    for _ in range(2):
        token = slot.take()
        slot.pin = token.land()
        slot.pin.value.gc()
    slot.pin.close()
    return 2


if __name__ == "__main__":
    print(main())
