"""A batch tool stops on SIGTERM by a handler that closes its pin, wherever the tool may be then."""

from __future__ import annotations

import signal
from types import FrameType

from safestore import Engine, Pinned, Store


class Tool:
    def __init__(self, engine: Engine) -> None:
        self.pin = Pinned(Store(engine))
        self.stopped = False

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopped = True
        self.pin.close()

    def install(self) -> None:
        signal.signal(signal.SIGTERM, self._stop)  # E: safestore-send

    def run(self, rounds: int) -> int:
        done = 0
        while done < rounds and not self.stopped:
            done += 1
        return done
