"""A dispatcher queues a token, waits for the answer, and discards the token when there is none."""

from __future__ import annotations

import queue
import threading

from safestore import Owned, Store, TransferToken


class Dispatcher:
    def __init__(self, timeout: float) -> None:
        self._jobs: queue.Queue[TransferToken[Store]] = queue.Queue()
        self._answers: queue.Queue[str] = queue.Queue()
        self._timeout = timeout
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def _work(self) -> None:
        while True:
            with self._jobs.get().land() as pin:
                self._answers.put(repr(pin.value.engine))

    def dispatch(self, pin: Owned[Store]) -> str:
        token = pin.transfer()
        self._jobs.put(token)
        try:
            return self._answers.get(timeout=self._timeout)
        except queue.Empty:
            token.discard()  # E: safestore-moved
            return "timed out"
