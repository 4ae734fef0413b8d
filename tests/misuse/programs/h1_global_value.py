"""A global is read with another store."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
kind = wasmtime.GlobalType(wasmtime.ValType.i32(), True)
counter = wasmtime.Global(one, kind, 7)

with misuse():
    assert counter.value(two) == 7
