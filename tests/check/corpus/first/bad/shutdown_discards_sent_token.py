"""Sends a store to a worker, and discards the token when the answer is late."""

import queue

from safestore import Pinned, Store, TransferToken


class Worker:
    def __init__(self) -> None:
        self.inbox: queue.Queue[TransferToken[Store]] = queue.Queue()
        self.answers: queue.Queue[int] = queue.Queue()

    def ask(self, pin: Pinned[Store], seconds: float) -> int | None:
        token = pin.transfer()
        self.inbox.put(token)
        try:
            return self.answers.get(timeout=seconds)
        except queue.Empty:
            token.discard()  # E: safestore-moved
            return None
