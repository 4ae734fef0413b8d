"""A function of one store is called with another store."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import exports, misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
seven = exports(one, """(module (func (export "seven") (result i32) i32.const 7))""")["seven"]

with misuse():
    assert seven(two) == 7
