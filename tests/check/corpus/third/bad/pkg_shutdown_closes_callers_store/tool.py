"""The tool: starts, works, stops, and says how much fuel is left."""

from __future__ import annotations

import safestore as wasmtime

from . import lifecycle


def main(engine: wasmtime.Engine) -> int:
    store = lifecycle.start(engine)
    lifecycle.collect(store)
    lifecycle.shutdown(store)
    return store.get_fuel()  # E: safestore-closed
