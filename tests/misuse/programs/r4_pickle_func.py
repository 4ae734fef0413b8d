"""A function of a store is pickled and comes back as a function of no store in particular."""
# invariant: R4
# expect: TypeError

import pickle

import wasmtime
from prelude import host, misuse

store = wasmtime.Store()
seven = host(store, lambda: 7, results=1)

with misuse():
    function = pickle.loads(pickle.dumps(seven))
    assert function(wasmtime.Store()) == 7
