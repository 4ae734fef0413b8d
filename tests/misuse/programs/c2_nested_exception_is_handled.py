"""Legal: a callback handles the exception of a nested call; the outer call goes on."""
# invariant: C2
# expect: fine

import wasmtime
from prelude import exports, host, misuse


def outer(caller):
    try:
        caller["inner"](caller)
    except LookupError as error:
        assert error.__traceback__.tb_next is not None
        return 7


def inner():
    raise LookupError("no such plugin")


store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "outer" (func $outer (result i32))) (import "" "inner" (func $inner))
      (func (export "run") (result i32) call $outer) (func (export "inner") call $inner))""",
    host(store, outer, results=1, caller=True),
    host(store, inner),
)["run"]

with misuse():
    assert run(store) == 7
