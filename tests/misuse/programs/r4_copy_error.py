"""copy.copy of a WasmtimeError, as tools do that re-raise across threads: freed twice."""
# invariant: R4
# expect: fine

import copy

import wasmtime
from prelude import misuse

with misuse():
    try:
        raise wasmtime.WasmtimeError("no such plugin")
    except wasmtime.WasmtimeError as error:
        other = copy.copy(error)
        error.close()
    assert str(other) == "no such plugin"
    del other
