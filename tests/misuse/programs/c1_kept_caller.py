"""A callback keeps its Caller, which is used as a store after the call."""
# invariant: C1
# expect: StaleCallerError

import wasmtime
from prelude import exports, host, misuse

kept = []
store = wasmtime.Store()
module = exports(
    store,
    """(module (import "" "" (func)) (memory (export "memory") 1) (func (export "run") call 0))""",
    host(store, kept.append, caller=True),
)

with misuse():
    module["run"](store)
    assert module["memory"].read(kept[0], 0, 1) == b"\0"
