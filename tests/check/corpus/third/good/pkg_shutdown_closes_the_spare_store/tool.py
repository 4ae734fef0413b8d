"""The tool: it has two stores, and ends with one of them open."""

from __future__ import annotations

import safestore as wasmtime

from . import lifecycle


def main(engine: wasmtime.Engine) -> wasmtime.Store:
    store, spare = lifecycle.start(engine)
    lifecycle.pause(store)
    store.set_limits(memories=2)
    lifecycle.shutdown(spare)
    lifecycle.pause(store)
    store.gc()
    return store


if __name__ == "__main__":
    main(wasmtime.Engine()).close()
