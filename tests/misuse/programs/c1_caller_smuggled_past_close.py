"""A thread enters wasm through another thread's Caller; that one returns, and closes the store."""
# invariant: C1
# expect: StaleCallerError

import threading

import wasmtime
from prelude import Busy, exports, host, misuse

busy = Busy()
closed = threading.Event()
smuggled = []
store = wasmtime.Store()


def give_away(caller):
    smuggled.append(caller)
    busy.park()


def let_the_other_close():
    busy.leave.set()
    closed.wait()


module = exports(
    store,
    """(module (import "" "give_away" (func $give_away)) (import "" "job" (func $job)) (memory 1)
      (func (export "run") call $give_away)
      (func (export "job") (result i32) call $job (i32.load (i32.const 0))))""",
    host(store, give_away, caller=True),
    host(store, let_the_other_close),
)


def guest():
    try:
        module["run"](store)
        store.close()
    finally:
        closed.set()


with misuse(), busy.thread(guest, returns=None):
    assert smuggled[0]["job"](smuggled[0]) == 0
