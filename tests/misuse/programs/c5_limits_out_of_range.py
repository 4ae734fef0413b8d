"""A table type with a minimum of 2**32 + 1 has a minimum of 1."""
# invariant: C5
# expect: OverflowError

import wasmtime
from prelude import misuse

with misuse():
    limits = wasmtime.Limits(2**32 + 1, None)
    got = wasmtime.TableType(wasmtime.ValType.funcref(), limits).limits.min
    assert got == 2**32 + 1, f"the minimum is {got}"
