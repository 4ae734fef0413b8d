"""A callback closes over its own store: neither is ever collected."""
# invariant: R4
# expect: fine

import gc
import weakref

import wasmtime
from prelude import host, misuse


def plugin():
    store = wasmtime.Store()
    host(store, lambda: store.get_fuel(), results=1)
    return weakref.ref(store)


with misuse():
    store = plugin()
    gc.collect()
    assert store() is None, "the store is never collected"
