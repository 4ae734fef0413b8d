"""An EDA tool simulates netlists in one raw store, closes it at the first bad one, and goes on."""

from __future__ import annotations

import wasmtime

MODULE = '(module (func (export "sim") (param i32) (result i32) (local.get 0)))'


def simulate(engine: wasmtime.Engine, netlists: dict[str, bytes]) -> list[str]:
    store = wasmtime.Store(engine)
    module = wasmtime.Module(engine, MODULE)
    good: list[str] = []
    for name, netlist in netlists.items():
        instance = wasmtime.Instance(store, module, [])  # E: safestore-closed
        if not netlist:
            print(f"{name} is empty: giving up on", instance)
            store.close()
            continue
        good.append(name)
    return good
