"""A guest recurses as deep as its limit allows, on a thread with 256 KiB of stack."""
# invariant: K1
# expect: StackHeadroomError

import wasmtime
from prelude import exports, misuse, on_a_thread

store = wasmtime.Store()
wat = """(module (func $f (export "run") (param i64) (result i64)
  (if (result i64) (i64.eqz (local.get 0)) (then (i64.const 0))
    (else (i64.add (local.get 0) (call $f (i64.sub (local.get 0) (i64.const 1))))))))"""
run = exports(store, wat)["run"]
depth = 12_000
assert run(store, depth) == depth * (depth + 1) // 2, "the guest cannot add"

with misuse():
    got = on_a_thread(lambda: run(store, depth), 256)
    assert got == depth * (depth + 1) // 2, f"a sum of {got}"
