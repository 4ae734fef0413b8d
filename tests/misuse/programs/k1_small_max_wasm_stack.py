"""On a small thread with a max_wasm_stack to match, endless recursion is a trap."""
# invariant: K1
# expect: fine

import wasmtime
from prelude import exports, misuse, on_a_thread

config = wasmtime.Config()
config.max_wasm_stack = 64 << 10
store = wasmtime.Store(wasmtime.Engine(config))
run = exports(store, '(module (func $f (export "run") call $f))')["run"]


def exhaust():
    try:
        run(store)
    except wasmtime.Trap as trap:
        return trap.trap_code
    raise AssertionError("no trap")


with misuse():
    code = on_a_thread(exhaust, 512)
    assert code == wasmtime.TrapCode.STACK_OVERFLOW, code
