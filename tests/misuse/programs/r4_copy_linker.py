"""copy.copy(linker), to extend a base linker for one plugin: both own one native linker."""
# invariant: R4
# expect: TypeError

import copy

import wasmtime
from prelude import misuse

base = wasmtime.Linker(wasmtime.Engine())

with misuse():
    linker = copy.copy(base)
    linker.define_func("host", "f", wasmtime.FuncType([], []), lambda: None)
    linker.close()
    base.define_func("host", "g", wasmtime.FuncType([], []), lambda: None)
    base.close()
