"""A function of another store is passed as a funcref argument."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import exports, host, misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
is_null = exports(
    one,
    """(module (func (export "is_null") (param funcref) (result i32)
      (ref.is_null (local.get 0))))""",
)["is_null"]

with misuse():
    assert is_null(one, host(two, lambda: None)) == 0
