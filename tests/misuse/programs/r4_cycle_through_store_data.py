"""A store's data refers to the store: neither is ever collected."""
# invariant: R4
# expect: fine

import gc
import types
import weakref

import wasmtime
from prelude import misuse


def plugin():
    session = types.SimpleNamespace()
    session.store = wasmtime.Store(data=session)
    return weakref.ref(session.store)


with misuse():
    store = plugin()
    gc.collect()
    assert store() is None, "the store is never collected"
