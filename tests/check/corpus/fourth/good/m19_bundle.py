"""The store is taken out of the bundle that was landed."""

from __future__ import annotations

from safestore import Engine, Instance, Module, Pinned, Store


def main(e: Engine, m: Module) -> None:
    store = Store(e)
    inst = Instance(store, m, [])
    tok = Pinned((store, inst)).transfer()
    with tok.land() as pin:
        store, inst = pin.value
        print(inst.exports(store))
