"""copy.copy of a function type: two Python objects own one native type, which one closes."""
# invariant: R4
# expect: fine

import copy

import wasmtime
from prelude import misuse

kind = wasmtime.FuncType([wasmtime.ValType.i32()], [])

with misuse():
    other = copy.copy(kind)
    kind.close()
    assert [str(param) for param in other.params] == ["i32"]
    other.close()
