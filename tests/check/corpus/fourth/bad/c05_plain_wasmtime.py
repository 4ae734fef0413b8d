"""Plain wasmtime: after a trap the store is closed, and then used."""

from __future__ import annotations

import wasmtime


def run(store: wasmtime.Store, fn: wasmtime.Func) -> None:
    try:
        fn(store)
    except wasmtime.Trap:
        store.close()
    store.gc()  # E: safestore-closed
