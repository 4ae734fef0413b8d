"""A module-level FuncType is used with two engines, as a constant of a program would be."""
# invariant: H2
# expect: fine

import wasmtime
from prelude import misuse

KIND = wasmtime.FuncType([], [wasmtime.ValType.i32()])

with misuse():
    for store in wasmtime.Store(), wasmtime.Store():
        assert wasmtime.Func(store, KIND, lambda: 7)(store) == 7
