"""A deadline as a context manager; its timer sets the epoch deadline of a store that is running."""

from __future__ import annotations

import threading
from types import TracebackType

import wasmtime


class Deadline:
    def __init__(self, store: wasmtime.Store, seconds: float) -> None:
        self.store = store
        self.seconds = seconds
        self.expired = False
        self.timer: threading.Timer | None = None

    def _expire(self) -> None:
        self.expired = True
        self.store.set_epoch_deadline(0)

    def __enter__(self) -> Deadline:
        self.timer = threading.Timer(self.seconds, self._expire)  # E: safestore-send
        self.timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.timer is not None:
            self.timer.cancel()


def run(store: wasmtime.Store, work: wasmtime.Func) -> bool:
    with Deadline(store, 0.5) as deadline:
        work(store)
    return deadline.expired
