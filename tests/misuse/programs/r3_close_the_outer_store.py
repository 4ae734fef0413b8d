"""A callback of a second store closes the first one, in which the thread is as well."""
# invariant: R3
# expect: ReentrancyError

import wasmtime
from prelude import exports, host, misuse

wat = """(module (import "" "" (func)) (memory 1)
  (func (export "run") (result i32) call 0 (i32.load (i32.const 0))))"""
outer, inner = wasmtime.Store(), wasmtime.Store()
close = exports(inner, wat, host(inner, lambda: outer.close()))["run"]


def callback():
    close(inner)


run = exports(outer, wat, host(outer, callback))["run"]

with misuse():
    assert run(outer) == 0
