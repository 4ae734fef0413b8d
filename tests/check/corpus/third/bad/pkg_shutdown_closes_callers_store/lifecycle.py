"""Starting and stopping."""

from __future__ import annotations

import safestore as wasmtime


def start(engine: wasmtime.Engine) -> wasmtime.Store:
    store = wasmtime.Store(engine)
    store.set_limits(memories=4)
    return store


def collect(store: wasmtime.Store) -> None:
    store.gc()


def shutdown(store: wasmtime.Store) -> None:
    collect(store)
    store.close()
