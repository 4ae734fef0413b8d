"""A function type is used after a TagType took it."""
# invariant: H3
# expect: fine

import wasmtime
from prelude import misuse

store = wasmtime.Store()
kind = wasmtime.FuncType([wasmtime.ValType.i32()], [])

with misuse():
    wasmtime.Tag(store, wasmtime.TagType(kind))
    wasmtime.Func(store, kind, lambda i: None)(store, 1)
