"""An exception is thrown into a thread (PyThreadState_SetAsyncExc) while it runs callbacks."""
# invariant: C4
# expect: TimeoutError

import ctypes
import threading

import wasmtime
from prelude import exports, host, misuse

entered = threading.Event()
victim = threading.get_ident()
store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func $work)) (func (export "run") (param i32)
      (loop $again (call $work)
        (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))""",
    host(store, entered.set),
)["run"]


def cancel():
    entered.wait()
    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(victim), ctypes.py_object(TimeoutError)
    )


with misuse():
    threading.Thread(target=cancel).start()
    run(store, 1_000_000)
    raise AssertionError("the exception is lost")
