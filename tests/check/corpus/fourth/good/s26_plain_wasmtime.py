"""Plain wasmtime: one thread has the store, and is waited for."""

from __future__ import annotations

import threading

import wasmtime


def main(store: wasmtime.Store, start: wasmtime.Func) -> None:
    def run() -> None:
        start(store)

    t = threading.Thread(target=run)
    t.start()
    t.join()
    store.gc()
