"""Two threads are inside one store and both trap."""
# invariant: R1
# expect: StoreBusyError

import contextlib

import wasmtime
from prelude import Busy, exports, host, misuse

busy = Busy()
store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func)) (func (export "run") call 0 unreachable))""",
    host(store, busy.meet),
)["run"]


def guest():
    for _ in range(300):
        with contextlib.suppress(wasmtime.Trap):
            run(store)


with misuse(), busy.thread(guest, returns=None):
    guest()
