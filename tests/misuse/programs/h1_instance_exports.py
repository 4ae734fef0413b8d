"""The exports of an instance are asked of a store that has no instance."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
module = wasmtime.Module(engine, """(module (func (export "f")))""")
instance = wasmtime.Instance(one, module, [])

with misuse():
    assert list(instance.exports(two)) == ["f"]
