"""A callback hands out a generator that reads the memory through its Caller later."""
# invariant: C1
# expect: StaleCallerError

import wasmtime
from prelude import exports, host, misuse

chunks = []


def callback(caller):
    memory = caller["memory"]
    chunks.append(memory.read(caller, i, i + 4096) for i in range(0, 65536, 4096))


store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func)) (memory (export "memory") 1) (func (export "run") call 0))""",
    host(store, callback, caller=True),
)["run"]

with misuse():
    run(store)
    assert b"".join(chunks[0]) == bytes(65536)
