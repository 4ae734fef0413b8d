"""A function type is closed while the types of its parameters are still in use."""
# invariant: R4
# expect: fine

import wasmtime
from prelude import misuse

kind = wasmtime.FuncType([wasmtime.ValType.i32(), wasmtime.ValType.f64()], [])
params = kind.params

with misuse():
    kind.close()
    others = [wasmtime.FuncType([wasmtime.ValType.i64()] * 2, []) for _ in range(50)]
    assert [str(param) for param in params] == ["i32", "f64"]
    del others
