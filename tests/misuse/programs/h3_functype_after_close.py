"""A function type is used after it was closed."""
# invariant: H3
# expect: ClosedError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
kind = wasmtime.FuncType([], [])
kind.close()

with misuse():
    wasmtime.Func(store, kind, lambda: None)
