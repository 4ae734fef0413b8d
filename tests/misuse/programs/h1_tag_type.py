"""The type of a tag is asked of another store."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
tag = wasmtime.Tag(one, wasmtime.TagType(wasmtime.FuncType([wasmtime.ValType.i32()], [])))

with misuse():
    assert len(tag.type(two).functype.params) == 1
