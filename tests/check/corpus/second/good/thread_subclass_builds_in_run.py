"""A ticker thread is given an engine and a module; the store and the instance are made by run()."""

import threading

import wasmtime

PULSE = '(module (func (export "pulse") (result i32) (i32.const 1)))'


class Ticker(threading.Thread):
    store: wasmtime.Store
    instance: wasmtime.Instance

    def __init__(self, engine: wasmtime.Engine, module: wasmtime.Module, count: int) -> None:
        super().__init__(name="ticker", daemon=True)
        self.engine = engine
        self.module = module
        self.count = count
        self.pulses = 0

    def _open(self) -> None:
        self.store = wasmtime.Store(self.engine)
        self.instance = wasmtime.Instance(self.store, self.module, [])

    def _pulse(self) -> int:
        func = self.instance.exports(self.store)["pulse"]
        assert isinstance(func, wasmtime.Func)
        return int(func(self.store))

    def run(self) -> None:
        self._open()
        for _ in range(self.count):
            self.pulses += self._pulse()
        self.store.close()


def main() -> None:
    engine = wasmtime.Engine()
    ticker = Ticker(engine, wasmtime.Module(engine, PULSE), 3)
    ticker.start()
    ticker.join()
    assert ticker.pulses == 3


if __name__ == "__main__":
    main()
