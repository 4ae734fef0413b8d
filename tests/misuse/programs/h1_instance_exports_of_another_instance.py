"""The exports of an instance are asked of another store: they are another instance's."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
first = wasmtime.Module(engine, """(module (func (export "first")))""")
second = wasmtime.Module(engine, """(module (func (export "second")))""")
instance = wasmtime.Instance(one, first, [])
wasmtime.Instance(two, second, [])

with misuse():
    names = list(instance.exports(two))
    assert names == ["first"], f"the exports are {names}, another instance's"
