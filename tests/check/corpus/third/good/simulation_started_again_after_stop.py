"""A simulation whose stop closes its store and whose start makes another; it is stepped between."""

from __future__ import annotations

import safestore as wasmtime

SOURCE = '(module (func (export "step") (param i32) (result i32) (local.get 0)))'


class Simulation:
    def __init__(self, engine: wasmtime.Engine) -> None:
        self.engine = engine
        self.module = wasmtime.Module(engine, SOURCE)
        self.time = 0
        self.start()

    def start(self) -> None:
        self.store = wasmtime.Store(self.engine)
        self._step = wasmtime.Instance(self.store, self.module, []).exports(self.store).func("step")

    def step(self) -> int:
        self.time += 1
        return int(self._step(self.store, self.time))

    def stop(self) -> None:
        self.store.close()


def drive(engine: wasmtime.Engine, steps: int) -> int:
    simulation = Simulation(engine)
    for _ in range(steps):
        simulation.step()
    simulation.stop()
    simulation.stop()
    simulation.start()
    last = simulation.step()
    simulation.stop()
    return last + simulation.time


if __name__ == "__main__":
    print(drive(wasmtime.Engine(), 3))
