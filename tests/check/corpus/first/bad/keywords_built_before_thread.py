"""Builds the keyword arguments of each worker beforehand; one of them is the shared pin."""

import threading
from typing import Any

import safestore

Pin = safestore.Pinned[safestore.Store]


def poll(*, pin: Pin, every: float, stop: threading.Event) -> None:
    while not stop.wait(every):
        print(pin.value.get_fuel())


def watch(pin: Pin) -> threading.Event:
    stop = threading.Event()
    options: dict[str, Any] = {"every": 0.5, "stop": stop}
    options["pin"] = pin
    watcher = threading.Thread(target=poll, kwargs=options)  # E: safestore-send
    watcher.start()
    return stop
