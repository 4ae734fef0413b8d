"""A recorder with __enter__ and __exit__ of its own times a pin's work; it closes no pin."""

from __future__ import annotations

import time

from safestore import Engine, Instance, Module, Pinned, Store

SOURCE = '(module (func (export "version") (result i32) (i32.const 3)))'


class Recorder:
    def __init__(self, pin: Pinned[Store], journal: list[float]) -> None:
        self.pin = pin
        self.journal = journal

    def __enter__(self) -> Recorder:
        self.started = time.monotonic()
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self.journal.append(time.monotonic() - self.started)


def describe(engine: Engine) -> tuple[int, int]:
    journal: list[float] = []
    pin = Pinned(Store(engine))
    instance = Instance(pin, Module(engine, SOURCE), [])
    with Recorder(pin, journal) as recorder:
        first = instance.exports(pin).func("version")(pin)
    second = instance.exports(recorder.pin).func("version")(recorder.pin)
    pin.close()
    return int(first) + int(second), len(journal)


if __name__ == "__main__":
    print(describe(Engine()))
