"""A batch tool with a pin has a SIGTERM handler that sets a flag; the loop's end closes the pin."""

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

    def run(self, rounds: int) -> int:
        before = signal.signal(signal.SIGTERM, self._stop)
        done = 0
        try:
            while done < rounds and not self.stopped:
                self.pin.value.gc()
                done += 1
                if done == 3:
                    signal.raise_signal(signal.SIGTERM)
        finally:
            signal.signal(signal.SIGTERM, before)
            self.pin.close()
        return done


if __name__ == "__main__":
    print(Tool(Engine()).run(10))
