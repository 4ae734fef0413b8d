"""A daemon-like CLI tool tidies up when told to stop: the handler sets a flag, main closes."""

from __future__ import annotations

import signal
import threading
from types import FrameType

from safestore import Engine, Instance, Module, Pinned, Store

WAT = '(module (func (export "poll") (param i32) (result i32) (local.get 0)))'


def main() -> int:
    stop = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop.set()

    before = signal.signal(signal.SIGTERM, on_signal)
    engine = Engine()
    pin = Pinned(Store(engine))
    poll = Instance(pin, Module(engine, WAT), []).exports(pin).func("poll")
    rounds = 0
    while not stop.is_set():
        rounds += int(poll(pin, 1))
        if rounds == 5:
            signal.raise_signal(signal.SIGTERM)
    pin.close()
    signal.signal(signal.SIGTERM, before)
    return 0 if rounds == 5 else 1


if __name__ == "__main__":
    raise SystemExit(main())
