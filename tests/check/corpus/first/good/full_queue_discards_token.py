"""Sends a store to a worker, and discards the token when the queue would not take it."""

import queue

from safestore import Pinned, Store, TransferToken


class Worker:
    def __init__(self, size: int) -> None:
        self.inbox: queue.Queue[TransferToken[Store]] = queue.Queue(size)
        self.answers: queue.Queue[int] = queue.Queue()

    def ask(self, pin: Pinned[Store], seconds: float) -> int | None:
        token = pin.transfer()
        try:
            self.inbox.put_nowait(token)
        except queue.Full:
            token.discard()
            return None
        try:
            return self.answers.get(timeout=seconds)
        except queue.Empty:
            print("late:", token, token.landed)
            return None
