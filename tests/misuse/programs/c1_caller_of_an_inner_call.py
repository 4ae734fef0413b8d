"""A callback uses the Caller of another callback, whose call has returned already."""
# invariant: C1
# expect: StaleCallerError

import wasmtime
from prelude import exports, host, misuse

kept = []
store = wasmtime.Store()


def outer(caller):
    caller["inner"](caller)
    assert caller["memory"].read(kept[0], 0, 1) == b"\0"


module = exports(
    store,
    """(module (import "" "outer" (func $outer)) (import "" "keep" (func $keep))
      (memory (export "memory") 1)
      (func (export "run") call $outer) (func (export "inner") call $keep))""",
    host(store, outer, caller=True),
    host(store, kept.append, caller=True),
)

with misuse():
    module["run"](store)
