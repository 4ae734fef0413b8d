"""An EDA tool closes its raw store at a bad netlist and goes on with a new one under its name."""

from __future__ import annotations

import wasmtime

MODULE = '(module (func (export "sim") (param i32) (result i32) (local.get 0)))'


def simulate(engine: wasmtime.Engine, netlists: dict[str, bytes]) -> list[str]:
    store = wasmtime.Store(engine)
    module = wasmtime.Module(engine, MODULE)
    good: list[str] = []
    for name, netlist in netlists.items():
        sim = wasmtime.Instance(store, module, []).exports(store)["sim"]
        assert isinstance(sim, wasmtime.Func)
        if not netlist:
            store.close()
            store = wasmtime.Store(engine)
            continue
        if sim(store, len(netlist)):
            good.append(name)
        if len(good) == 2:
            store.close()
            break
    else:
        store.gc()
        store.close()
    return good


if __name__ == "__main__":
    print(simulate(wasmtime.Engine(), {"a": b"1", "b": b"", "c": b"12", "d": b"1"}))
