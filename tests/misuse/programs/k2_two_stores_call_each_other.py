"""The callbacks of two stores call each other's functions, without end."""
# invariant: K2
# expect: RecursionError

import wasmtime
from prelude import exports, host, misuse

wat = """(module (import "" "" (func)) (func (export "run") call 0))"""
one, two = wasmtime.Store(), wasmtime.Store()
first = exports(one, wat, host(one, lambda: second(two)))["run"]
second = exports(two, wat, host(two, lambda: first(one)))["run"]

with misuse(may_trap=True):
    first(one)
