"""A ticker thread is given the store and the instance that its maker has built for it."""

from __future__ import annotations

import threading

from safestore import Engine, Instance, Module, Store

PULSE = '(module (func (export "pulse")))'


class Ticker(threading.Thread):
    def __init__(self, store: Store, module: Module, every: float) -> None:
        super().__init__(name="ticker", daemon=True)
        self.store = store  # E: safestore-send
        self.instance = Instance(store, module, [])  # E: safestore-send
        self.every = every
        self._stopped = threading.Event()

    def _pulse(self) -> None:
        self.instance.exports(self.store).func("pulse")(self.store)

    def run(self) -> None:
        while not self._stopped.wait(self.every):
            self._pulse()

    def stop(self) -> None:
        self._stopped.set()


def main() -> None:
    engine = Engine()
    store = Store(engine)
    module = Module(engine, PULSE)
    ticker = Ticker(store, module, every=0.5)
    ticker.start()
    while input("return pulses once more, q quits: ") != "q":
        Instance(store, module, []).exports(store).func("pulse")(store)
    ticker.stop()


if __name__ == "__main__":
    main()
