"""Module-level registry of raw stores; the metrics thread walks it through a function of ours."""

from __future__ import annotations

import threading
import time

import wasmtime

REGISTRY: dict[str, wasmtime.Store] = {}
SAMPLES: list[tuple[str, int]] = []


def register(name: str, engine: wasmtime.Engine) -> wasmtime.Store:
    store = wasmtime.Store(engine)
    return REGISTRY.setdefault(name, store)


def sample() -> None:
    for name, store in REGISTRY.items():
        SAMPLES.append((name, store.get_fuel()))


def sampling(interval: float) -> None:
    while True:
        sample()
        time.sleep(interval)


def start_metrics() -> threading.Thread:
    thread = threading.Thread(target=sampling, args=(1.0,), daemon=True)  # E: safestore-send
    thread.start()
    return thread
