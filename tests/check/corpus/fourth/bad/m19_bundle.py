"""The store is in the bundle that was moved."""

from __future__ import annotations

from safestore import Engine, Instance, Module, Pinned, Store


def main(e: Engine, m: Module) -> None:
    store = Store(e)
    inst = Instance(store, m, [])
    tok = Pinned((store, inst)).transfer()
    store.gc()  # E: safestore-moved
    tok.discard()
