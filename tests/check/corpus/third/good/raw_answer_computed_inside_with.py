"""Loads a raw policy in a `with` block for each user; what leaves the block is a number."""

from __future__ import annotations

import wasmtime

POLICY = '(module (func (export "allow") (param i32) (result i32) (local.get 0)))'


def allowed(engine: wasmtime.Engine, users: list[int]) -> list[bool]:
    module = wasmtime.Module(engine, POLICY)
    verdicts: list[bool] = []
    for user in users:
        with wasmtime.Store(engine) as store:
            allow = wasmtime.Instance(store, module, []).exports(store)["allow"]
            if not isinstance(allow, wasmtime.Func):
                raise TypeError("allow is no function")
            verdict = allow(store, user)
        verdicts.append(bool(verdict))
    with wasmtime.Store(engine) as store:
        store.gc()
    return verdicts


if __name__ == "__main__":
    print(allowed(wasmtime.Engine(), [0, 1]))
