"""A trap travels back from a worker process, that is, it is pickled."""
# invariant: R4
# expect: fine

import pickle

import wasmtime
from prelude import exports, misuse

store = wasmtime.Store()
run = exports(store, """(module (func (export "run") unreachable))""")["run"]

with misuse(may_trap=True):
    try:
        run(store)
    except wasmtime.Trap as trap:
        other = pickle.loads(pickle.dumps(trap))
    assert "unreachable" in str(other)
