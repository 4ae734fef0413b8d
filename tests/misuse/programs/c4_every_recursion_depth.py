"""Wasm calls a host function at each depth near the recursion limit: right, or RecursionError."""
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


def at(depth):
    return run(store) if depth == 0 else at(depth - 1)


sys.setrecursionlimit(400)

with misuse():
    raised = set()
    for depth in range(300, 400):
        try:
            got = at(depth)
        except Exception as error:
            raised.add(type(error).__name__)
        else:
            assert got == 7, f"got {got} near the recursion limit"
    assert at(100) == 7
    assert raised == {"RecursionError"}, f"raised {sorted(raised)} near the recursion limit"
