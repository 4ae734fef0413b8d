"""A callback returns a function of another store."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import host, misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
foreign = host(two, lambda: None)
kind = wasmtime.FuncType([], [wasmtime.ValType.funcref()])
callback = wasmtime.Func(one, kind, lambda: foreign)

with misuse():
    callback(one)
