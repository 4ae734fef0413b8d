"""Legal: 0, "" and [] in a table of externrefs come back as they are."""
# invariant: C5
# expect: fine

import wasmtime
from prelude import misuse

store = wasmtime.Store()
kind = wasmtime.TableType(wasmtime.ValType.externref(), wasmtime.Limits(1, None))

with misuse():
    for value in (0, "", [], False, 0.0, {}):
        got = wasmtime.Table(store, kind, value).get(store, 0)
        assert type(got) is type(value), f"a {type(got).__name__} for {value!r}"
