"""A TagType is made from the type of a module's import: freed twice."""
# invariant: R4
# expect: fine

import gc

import wasmtime
from prelude import misuse

module = wasmtime.Module(wasmtime.Engine(), """(module (import "" "f" (func (param i32))))""")

with misuse():
    tag = wasmtime.TagType(module.imports[0].type)
    gc.collect()
    assert [str(param) for param in tag.functype.params] == ["i32"]
    del tag
