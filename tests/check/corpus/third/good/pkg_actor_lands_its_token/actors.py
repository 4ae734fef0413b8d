"""Actors: a thread with an inbox; subclasses say what to do first and with each message."""

from __future__ import annotations

import queue
import threading


class Actor(threading.Thread):
    def __init__(self, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self.inbox: queue.Queue[int | None] = queue.Queue()

    def run(self) -> None:
        self.begin()
        while (message := self.inbox.get()) is not None:
            self.receive(message)

    def begin(self) -> None:
        raise NotImplementedError

    def receive(self, message: int) -> None:
        raise NotImplementedError
