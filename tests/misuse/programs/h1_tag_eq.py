"""A tag is compared with a tag of another store."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
first, second = (
    wasmtime.Tag(store, wasmtime.TagType(wasmtime.FuncType([], []))) for store in (one, two)
)

with misuse():
    assert not first.eq(one, second), "two tags of two stores are the same"
