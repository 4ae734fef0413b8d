"""A machine parks its store and takes it up again, each in a method, before it is used."""

from __future__ import annotations

from safestore import Engine, Pinned, Store, TransferToken


class Machine:
    def __init__(self, engine: Engine) -> None:
        self.pin = Pinned(Store(engine))
        self.parked: TransferToken[Store] | None = None

    def _park(self) -> None:
        self.parked = self.pin.transfer()

    def _resume(self) -> None:
        assert self.parked is not None
        self.pin = self.parked.land()
        self.parked = None

    def _collect(self) -> None:
        self.pin.value.gc()

    def nap(self) -> str:
        self._collect()
        self._park()
        asleep = repr(self.pin)
        self._resume()
        self._collect()
        return asleep


if __name__ == "__main__":
    machine = Machine(Engine())
    print(machine.nap())
    print(machine.nap())
