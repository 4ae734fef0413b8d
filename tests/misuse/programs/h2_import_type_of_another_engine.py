"""The types of a module's imports are used to define functions for another engine."""
# invariant: H2
# expect: fine

import wasmtime
from prelude import misuse

wat = """(module (import "host" "seven" (func (result i32)))
  (func (export "run") (result i32) call 0))"""
imports = wasmtime.Module(wasmtime.Engine(), wat).imports
store = wasmtime.Store()

with misuse():
    linker = wasmtime.Linker(store.engine)
    for item in imports:
        linker.define_func(item.module, item.name, item.type, lambda: 7)
    instance = linker.instantiate(store, wasmtime.Module(store.engine, wat))
    assert instance.exports(store)["run"](store) == 7
