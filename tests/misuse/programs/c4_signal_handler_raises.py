"""A timer's signal handler raises while wasm calls a host function again and again."""
# invariant: C4
# expect: TimeoutError

import signal

import wasmtime
from prelude import exports, host, misuse


def too_late(number, frame):
    raise TimeoutError("too late")


store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func $work)) (func (export "run") (param i32)
      (loop $again (call $work)
        (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))""",
    host(store, lambda: None),
)["run"]
signal.signal(signal.SIGALRM, too_late)

with misuse():
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    run(store, 1_000_000)
    raise AssertionError("the signal's exception is lost")
