"""Legal: an inner callback uses the Caller of the outer one, which is still running."""
# invariant: C1
# expect: fine

import wasmtime
from prelude import exports, host, misuse

callers = []
store = wasmtime.Store()


def outer(caller):
    callers.append(caller)
    caller["inner"](caller)


def inner():
    assert callers[0]["memory"].read(callers[0], 0, 1) == b"\0"


module = exports(
    store,
    """(module (import "" "outer" (func $outer)) (import "" "inner" (func $inner))
      (memory (export "memory") 1)
      (func (export "run") call $outer) (func (export "inner") call $inner))""",
    host(store, outer, caller=True),
    host(store, inner),
)

with misuse():
    module["run"](store)
