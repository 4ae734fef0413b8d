"""Builds the keyword arguments of a watcher from what the pin says, not from the pin."""

import threading
from typing import Any

import safestore

Pin = safestore.Pinned[safestore.Store]


def poll(*, name: str, mine: bool, every: float, stop: threading.Event) -> None:
    while not stop.wait(every):
        print(name, mine)


def watch(pin: Pin) -> threading.Event:
    stop = threading.Event()
    options: dict[str, Any] = {"every": 0.5, "stop": stop}
    options["name"] = repr(pin)
    options["mine"] = pin.is_mine()
    watcher = threading.Thread(target=poll, kwargs=options)
    watcher.start()
    pin.value.gc()
    return stop
