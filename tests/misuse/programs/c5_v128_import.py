"""Host functions are made for every import of a module, one of which takes a v128."""
# invariant: C5
# expect: TypeError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
module = wasmtime.Module(
    store.engine,
    """(module (import "host" "f" (func $f (param v128)))
      (func (export "run") (call $f (v128.const i32x4 1 2 3 4))))""",
)
linker = wasmtime.Linker(store.engine)

with misuse():
    for item in module.imports:
        linker.define_func(item.module, item.name, item.type, lambda *args: None)
    linker.instantiate(store, module).exports(store)["run"](store)
