"""A worker process whose SIGHUP handler only sets a flag; the loop resets the fuel."""

import signal
import threading
from types import FrameType

from safestore import Config, Engine, Pinned, Store


def serve(rounds: int) -> int:
    config = Config()
    config.consume_fuel = True
    engine = Engine(config)
    pin = Pinned(Store(engine))
    wanted = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        wanted.set()
        engine.increment_epoch()

    signal.signal(signal.SIGTERM, ask)
    for _ in range(rounds):
        if wanted.is_set():
            wanted.clear()
            pin.value.set_fuel(10_000)
    return pin.value.get_fuel()


print(serve(3))
