"""Two signals whose handlers raise are pending when wasm calls a host function."""
# invariant: C4
# expect: TimeoutError

import os
import signal
import threading

import wasmtime
from prelude import exports, host, misuse


def too_late(number, frame):
    raise TimeoutError(f"signal {number}")


signals = [signal.SIGUSR1, signal.SIGUSR2]
for number in signals:
    signal.signal(number, too_late)
entered = threading.Event()
store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func $work)) (func (export "run") (param i32) (local $i i32)
      (loop $again
        (local.set $i (i32.const 100000))
        (loop $spin (br_if $spin (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
        (call $work)
        (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))""",
    host(store, entered.set),
)["run"]


def interrupt():
    entered.wait()
    for number in signals:
        os.kill(os.getpid(), number)


thread = threading.Thread(target=interrupt)

with misuse():
    try:
        thread.start()
        run(store, 50_000)
    except TimeoutError:
        thread.join()  # both were sent: the second strikes here at the latest
        raise
    raise AssertionError("the signals' exceptions are lost")
