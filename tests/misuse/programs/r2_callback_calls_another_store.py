"""Legal: a callback of one store calls a second store, whose callback calls the first again."""
# invariant: R2
# expect: fine

import wasmtime
from prelude import exports, host, misuse

wat = """(module (import "" "" (func $host (param i32) (result i32)))
  (func (export "run") (param i32) (result i32) (call $host (local.get 0))))"""
one, two = wasmtime.Store(), wasmtime.Store()


def down(i):
    return i if i == 0 else 1 + second(two, i - 1)


first = exports(one, wat, host(one, down, params=1, results=1))["run"]
second = exports(two, wat, host(two, lambda i: 1 + first(one, i - 1), params=1, results=1))["run"]

with misuse():
    assert first(one, 20) == 20
