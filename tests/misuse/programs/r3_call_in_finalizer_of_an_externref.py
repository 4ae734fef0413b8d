"""The `__del__` of an object that wasm dropped passes objects into the store that drops it."""
# invariant: R3
# expect: fine

import contextlib

import wasmtime
from prelude import exports, misuse

store = wasmtime.Store()
module = exports(
    store,
    """(module (table (export "t") 1 externref)
      (func (export "same") (param externref) (result externref) local.get 0))""",
)
said = []


class Handle:
    def __del__(self):
        with contextlib.suppress(wasmtime.WasmtimeError):
            for i in range(1, 5000):
                module["same"](store, [i])
            said.append("goodbye")


with misuse():
    module["t"].set(store, 0, Handle())
    module["t"].set(store, 0, None)
    store.gc()
    assert said == ["goodbye"], "the finalizer's calls fail"
