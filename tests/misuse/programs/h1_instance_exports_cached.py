"""exports() of an instance that was asked before answers for any other store as well."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
module = wasmtime.Module(engine, """(module (func (export "f")))""")
instance = wasmtime.Instance(one, module, [])
instance.exports(one)

with misuse():
    instance.exports(two)["f"](two)
