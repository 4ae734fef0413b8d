"""A signal handler closes the store; the signal arrives while a callback runs."""
# invariant: R3
# expect: ReentrancyError

import signal

import wasmtime
from prelude import exports, host, misuse

store = wasmtime.Store()
signal.signal(signal.SIGINT, lambda number, frame: store.close())
run = exports(
    store,
    """(module (import "" "" (func)) (memory 1)
      (func (export "run") (result i32) call 0 (i32.load (i32.const 0))))""",
    host(store, lambda: signal.raise_signal(signal.SIGINT)),
)["run"]

with misuse():
    assert run(store) == 0
