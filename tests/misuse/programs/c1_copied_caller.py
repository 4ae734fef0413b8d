"""copy.copy(caller) in a callback: the copy outlives the call that the Caller stands for."""
# invariant: C1
# expect: StaleCallerError

import copy

import wasmtime
from prelude import exports, host, misuse

kept = []
store = wasmtime.Store()
module = exports(
    store,
    """(module (import "" "" (func)) (memory (export "memory") 1) (func (export "run") call 0))""",
    host(store, lambda caller: kept.append(copy.copy(caller)), caller=True),
)

with misuse():
    module["run"](store)
    store.close()
    assert kept[0]["memory"].read(kept[0], 0, 1) == b"\0"
