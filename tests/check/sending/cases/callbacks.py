"""Finalizers, and what runs at the end or on a signal: only what is bound to its thread counts."""

from __future__ import annotations

import atexit
import signal
import weakref

from safestore import Caller, Engine, MemoryView, Pinned, Store


class Host:
    def __init__(self, pin: Pinned[Store], store: Store) -> None:
        self.pin = pin
        self.store = store
        weakref.finalize(self, pin.close)  # E: safestore-send
        weakref.finalize(self, store.close)
        weakref.finalize(pin, print)
        atexit.register(self.close)  # E: safestore-send
        atexit.register(self.close_store)

    def close(self) -> None:
        self.pin.close()

    def close_store(self) -> None:
        self.store.close()


def callbacks(host: Host, pin: Pinned[Store], view: MemoryView, caller: Caller) -> None:
    weakref.ref(host, lambda _: pin.close())  # E: safestore-send
    weakref.ref(pin)
    weakref.ref(pin, lambda _: print())
    atexit.register(pin.close)  # E: safestore-send
    atexit.register(print, view)  # E: safestore-send
    atexit.register(print, caller)  # E: safestore-send
    signal.signal(signal.SIGINT, lambda *_: pin.close())  # E: safestore-send
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def ticks(engine: Engine, store: Store) -> None:
    signal.signal(signal.SIGALRM, lambda *_: engine.increment_epoch())
    atexit.register(store.close)


@atexit.register
def at_end() -> None:
    print("over")
