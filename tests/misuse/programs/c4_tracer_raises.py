"""A tracer, as of a debugger, raises at each of the calls that a wasm call makes."""
# invariant: C4
# expect: fine

import sys

import wasmtime
from prelude import exports, host, misuse

store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func (result i32))) (func (export "run") (result i32) call 0))""",
    host(store, lambda: 7, results=1),
)["run"]


def tracer(frame, event, argument):
    global calls_left
    calls_left -= 1
    if calls_left == 0:
        raise TimeoutError("the tracer's")


with misuse():
    for call in range(1, 120):
        calls_left = call
        try:
            sys.settrace(tracer)
            got = run(store)
        except TimeoutError:
            continue
        finally:
            sys.settrace(None)
        assert got == 7 and calls_left > 0, f"got {got} and no exception"
