"""linker.define_instance with a store that is not the instance's defines another instance."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
linker = wasmtime.Linker(engine)
wat = """(module (func (export "answer") (result i32) i32.const {}))"""
right = wasmtime.Instance(one, wasmtime.Module(engine, wat.format(42)), [])
wasmtime.Instance(two, wasmtime.Module(engine, wat.format(13)), [])

with misuse():
    linker.define_instance(two, "plugin", right)
    answer = linker.get(two, "plugin", "answer")(two)
    assert answer == 42, f"the answer is {answer}, another instance's"
