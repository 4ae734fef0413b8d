"""module.__init__ again, to reload a plugin in place: the first native module is never freed."""
# invariant: R4
# expect: TypeError

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
module = wasmtime.Module(engine, """(module (func (export "a")))""")

with misuse():
    module.__init__(engine, """(module (func (export "b")))""")
    assert [export.name for export in module.exports] == ["b"]
