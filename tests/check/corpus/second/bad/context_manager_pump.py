"""A context manager pumps a guest's queue from a thread of its own, with the pin of its maker."""

from __future__ import annotations

import threading
from types import TracebackType

from safestore import Func, Instance, Module, Pinned, Store


class Pumped:
    def __init__(self, pin: Pinned[Store], module: Module) -> None:
        self._pin = pin
        self._drain: Func = Instance(pin, module, []).exports(pin).func("drain")
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Pumped:
        self._thread = threading.Thread(target=self._pump, daemon=True)  # E: safestore-send
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _pump(self) -> None:
        while not self._stop.wait(0.01):
            self._once()

    def _once(self) -> int:
        return int(self._drain(self._pin))
