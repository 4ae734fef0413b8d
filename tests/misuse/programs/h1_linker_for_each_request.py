"""A linker outlives the store of the request for which a module was defined in it."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
linker = wasmtime.Linker(engine)
library = wasmtime.Module(engine, """(module (func (export "f")) (memory (export "m") 1))""")
plugin = wasmtime.Module(engine, """(module (import "lib" "m" (memory 1)))""")


def request(define):
    store = wasmtime.Store(engine)
    if define:
        linker.define_instance(store, "lib", linker.instantiate(store, library))
    linker.instantiate(store, plugin)
    store.close()


with misuse():
    request(define=True)
    request(define=False)
