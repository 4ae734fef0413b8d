"""A context manager beats from a thread of its own, which leaves the pin that it has alone."""

from __future__ import annotations

import threading
import time

from safestore import Engine, Func, Instance, Module, Pinned, Store

WAT = '(module (func (export "drain") (result i32) (i32.const 3)))'


class Pumped:
    def __init__(self, pin: Pinned[Store], module: Module) -> None:
        self._pin = pin
        self._drain: Func = Instance(pin, module, []).exports(pin).func("drain")
        self._stop = threading.Event()
        self._beats: list[float] = []
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Pumped:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        self._note()
        while not self._stop.wait(0.01):
            self._note()

    def _note(self) -> None:
        self._beats.append(time.monotonic())

    def drain(self) -> int:
        return int(self._drain(self._pin))


def main() -> None:
    engine = Engine()
    with Pinned(Store(engine)) as pin, Pumped(pin, Module(engine, WAT)) as pumped:
        assert pumped.drain() == 3


if __name__ == "__main__":
    main()
