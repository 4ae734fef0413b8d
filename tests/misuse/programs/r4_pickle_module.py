"""A module is sent to a worker process, that is, it is pickled."""
# invariant: R4
# expect: TypeError

import pickle

import wasmtime
from prelude import misuse

module = wasmtime.Module(wasmtime.Engine(), "(module)")

with misuse():
    pickle.dumps(module)
