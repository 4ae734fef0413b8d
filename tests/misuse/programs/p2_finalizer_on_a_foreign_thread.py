"""The collector runs on another thread, and with it a finalizer that calls into the store."""
# invariant: P2
# expect: WrongThreadError

import gc
import threading

import wasmtime
from prelude import exports, host, misuse, pinned

raised = []


class Plugin:
    def __init__(self):
        self.me = self

    def __del__(self):
        try:
            for _ in range(2000):
                run(pin, 40)
        except BaseException as error:
            raised.append(error)


def collect():
    thread = threading.Thread(target=gc.collect)
    thread.start()
    for _ in range(2000):
        if raised:
            break
        run(pin, 40)
    thread.join()


store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "f" (func $f (param i32)))
      (func $run (export "run") (param i32)
        (if (local.get 0) (then (call $f (local.get 0))
          (call $run (i32.sub (local.get 0) (i32.const 1)))))))""",
    host(store, lambda n: None, params=1),
)["run"]
pin = pinned(store)
gc.disable()
Plugin()

with misuse():
    collect()
    if raised:
        raise raised[0]
