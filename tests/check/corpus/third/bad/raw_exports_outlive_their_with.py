"""Loads a raw policy in a `with` block and returns what it says after the block has closed it."""

from __future__ import annotations

import wasmtime

POLICY = '(module (func (export "allow") (param i32) (result i32) (local.get 0)))'


def allowed(engine: wasmtime.Engine, user: int) -> bool:
    module = wasmtime.Module(engine, POLICY)
    with wasmtime.Store(engine) as store:
        exports = wasmtime.Instance(store, module, []).exports(store)
        allow = exports["allow"]
        if not isinstance(allow, wasmtime.Func):
            raise TypeError("allow is no function")
    return bool(allow(store, user))  # E: safestore-closed
