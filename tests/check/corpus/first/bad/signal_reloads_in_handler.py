"""A worker process whose SIGHUP handler resets the fuel of the pinned store."""

import signal
import time
from types import FrameType

from safestore import Config, Engine, Pinned, Store


def serve() -> None:
    config = Config()
    config.consume_fuel = True
    pin = Pinned(Store(Engine(config)))

    def refuel(number: int, frame: FrameType | None) -> None:
        pin.value.set_fuel(10_000)

    signal.signal(signal.SIGHUP, refuel)  # E: safestore-send
    while pin.value.get_fuel() > 0:
        time.sleep(1)


serve()
