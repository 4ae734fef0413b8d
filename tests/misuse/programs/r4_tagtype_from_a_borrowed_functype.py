"""A TagType is made from a function type that belongs to another type: freed twice."""
# invariant: R4
# expect: fine

import wasmtime
from prelude import misuse

i32 = wasmtime.ValType.i32()

with misuse():
    tag = wasmtime.TagType(wasmtime.FuncType([i32], []))
    other = wasmtime.TagType(tag.functype)
    assert [str(param) for param in other.functype.params] == ["i32"]
    del tag, other
