"""Stores in a module-level registry; the metrics thread uses the engine and the names beside it."""

from __future__ import annotations

import threading

import wasmtime

ENGINE = wasmtime.Engine()
REGISTRY: dict[str, wasmtime.Store] = {}
NAMES: list[str] = []
SAMPLES: list[tuple[str, bool]] = []


def register(name: str) -> wasmtime.Store:
    NAMES.append(name)
    return REGISTRY.setdefault(name, wasmtime.Store(ENGINE))


def collect() -> None:
    for store in REGISTRY.values():
        store.gc()


def sample() -> None:
    for name in list(NAMES):
        SAMPLES.append((name, ENGINE.is_pulley()))


def main() -> None:
    register("a")
    thread = threading.Thread(target=sample, daemon=True)
    thread.start()
    collect()
    thread.join()
    print(SAMPLES)


if __name__ == "__main__":
    main()
