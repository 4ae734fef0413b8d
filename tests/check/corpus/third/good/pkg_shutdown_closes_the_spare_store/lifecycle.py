"""Starting and stopping."""

from __future__ import annotations

import safestore as wasmtime


def start(engine: wasmtime.Engine) -> tuple[wasmtime.Store, wasmtime.Store]:
    return wasmtime.Store(engine), wasmtime.Store(engine)


def pause(store: wasmtime.Store) -> None:
    store.gc()


def shutdown(store: wasmtime.Store) -> None:
    pause(store)
    store.close()
