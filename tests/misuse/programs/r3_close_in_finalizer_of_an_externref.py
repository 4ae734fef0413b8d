"""The `__del__` of a Python object that wasm dropped closes the store that drops it."""
# invariant: R3
# expect: fine

import wasmtime
from prelude import misuse

store = wasmtime.Store()


class Handle:
    def __del__(self):
        store.close()


with misuse():
    kind = wasmtime.TableType(wasmtime.ValType.externref(), wasmtime.Limits(1, None))
    table = wasmtime.Table(store, kind, Handle())
    table.set(store, 0, None)
    store.gc()
    store.close()
