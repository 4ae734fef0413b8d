"""A Python object in a wasm table refers to the store: neither is ever collected."""
# invariant: R4
# expect: fine

import gc
import weakref

import wasmtime
from prelude import misuse


def plugin():
    store = wasmtime.Store()
    kind = wasmtime.TableType(wasmtime.ValType.externref(), wasmtime.Limits(1, None))
    wasmtime.Table(store, kind, [store])
    return weakref.ref(store)


with misuse():
    store = plugin()
    gc.collect()
    assert store() is None, "the store is never collected"
