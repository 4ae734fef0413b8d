"""A machine parks its store (a method that transfers self.pin) and measures it right afterwards."""

from __future__ import annotations

from safestore import Engine, Pinned, Store, TransferToken


class Machine:
    def __init__(self, engine: Engine) -> None:
        self.pin = Pinned(Store(engine))
        self.parked: TransferToken[Store] | None = None

    def _park(self) -> None:
        self.parked = self.pin.transfer()

    def _fuel(self) -> int:
        return self.pin.value.get_fuel()

    def suspend(self) -> str:
        before = self._fuel()
        self._park()
        after = self._fuel()  # E: safestore-moved
        return f"{before} -> {after}"

    def resume(self) -> None:
        if self.parked is not None:
            self.pin = self.parked.land()
            self.parked = None
