"""A deadline as a context manager: it sets the store up here; its timer knows the engine only."""

from __future__ import annotations

import threading

import wasmtime

SPIN = '(module (func (export "spin") (loop $again (br $again))))'


class Deadline:
    def __init__(self, store: wasmtime.Store, seconds: float) -> None:
        self.store = store
        self.engine = store.engine
        self.timer = threading.Timer(seconds, self._expire)

    def _expire(self) -> None:
        self.engine.increment_epoch()

    def __enter__(self) -> Deadline:
        self.store.set_epoch_deadline(1)
        self.timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.timer.cancel()
        self.store.gc()


def main() -> bool:
    config = wasmtime.Config()
    config.epoch_interruption = True
    store = wasmtime.Store(wasmtime.Engine(config))
    store.set_epoch_deadline(10)
    instance = wasmtime.Instance(store, wasmtime.Module(store.engine, SPIN), [])
    spin = instance.exports(store)["spin"]
    assert isinstance(spin, wasmtime.Func)
    try:
        with Deadline(store, 0.05):
            spin(store)
    except wasmtime.Trap:
        return True
    return False


if __name__ == "__main__":
    print(main())
