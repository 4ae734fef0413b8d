"""Ctrl-C while wasm calls a host function again and again."""
# invariant: C4
# expect: KeyboardInterrupt

import os
import signal
import threading

import wasmtime
from prelude import exports, host, misuse

entered = threading.Event()
store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func $work)) (func (export "run") (param i32)
      (loop $again (call $work)
        (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))""",
    host(store, entered.set),
)["run"]


def ctrl_c():
    entered.wait()
    os.kill(os.getpid(), signal.SIGINT)


with misuse():
    threading.Thread(target=ctrl_c).start()
    run(store, 1_000_000)
    raise AssertionError("the interrupt is lost")
