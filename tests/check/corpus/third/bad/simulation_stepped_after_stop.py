"""A simulation has start, step and stop; the driver steps it once more after stop closed it."""

from __future__ import annotations

import safestore as wasmtime

SOURCE = '(module (func (export "step") (param i32) (result i32) (local.get 0)))'


class Simulation:
    def __init__(self, engine: wasmtime.Engine) -> None:
        self.store = wasmtime.Store(engine)
        instance = wasmtime.Instance(self.store, wasmtime.Module(engine, SOURCE), [])
        self._step = instance.exports(self.store).func("step")
        self.time = 0

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
    return simulation.step()  # E: safestore-closed
