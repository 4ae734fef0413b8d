"""Legal: the `__del__` of an object that a closing store lets go calls into that store."""
# invariant: R3
# expect: fine

import contextlib

import wasmtime
from prelude import exports, misuse

store = wasmtime.Store()
module = exports(store, """(module (table (export "t") 1 externref) (func (export "flush")))""")


class Handle:
    def __del__(self):
        with contextlib.suppress(ValueError):  # "already closed"
            module["flush"](store)


with misuse():
    module["t"].set(store, 0, Handle())
    store.close()
