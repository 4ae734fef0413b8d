"""Two threads wait in callbacks of one store; the first to enter returns first, then both trap."""
# invariant: R1
# expect: StoreBusyError

import threading

import wasmtime
from prelude import Busy, exports, host, misuse

busy = Busy()
first_is_out = threading.Event()


def let_the_first_out():
    busy.leave.set()
    first_is_out.wait()


store = wasmtime.Store()
wat = """(module (import "" "" (func $wait)) (func (export "run") call $wait unreachable))"""
first = exports(store, wat, host(store, busy.park))["run"]
second = exports(store, wat, host(store, let_the_first_out))["run"]


def guest():
    try:
        first(store)
    except wasmtime.Trap:
        return 7
    finally:
        first_is_out.set()


with misuse(may_trap=True), busy.thread(guest):
    second(store)
