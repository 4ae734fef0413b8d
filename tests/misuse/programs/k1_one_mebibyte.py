"""A thread with 1 MiB of stack, the default on some systems, is enough."""
# invariant: K1
# expect: fine

import wasmtime
from prelude import exports, misuse, on_a_thread

store = wasmtime.Store()
run = exports(store, '(module (func $f (export "run") call $f))')["run"]


def exhaust():
    try:
        run(store)
    except wasmtime.Trap as trap:
        return trap.trap_code
    raise AssertionError("no trap")


with misuse():
    code = on_a_thread(exhaust, 1024)
    assert code == wasmtime.TrapCode.STACK_OVERFLOW, code
