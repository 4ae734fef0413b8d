"""A thread moves the epoch deadline of a running store, and the interrupt never comes."""
# invariant: R1
# expect: StoreBusyError

import contextlib
import threading

import wasmtime
from prelude import exports, host, misuse

config = wasmtime.Config()
config.epoch_interruption = True
store = wasmtime.Store(wasmtime.Engine(config))
store.set_epoch_deadline(1)
entered = threading.Event()
spin = exports(
    store,
    """(module (import "" "" (func)) (func (export "spin") call 0 (loop $l br $l)))""",
    host(store, entered.set),
)["spin"]


def guest():
    with contextlib.suppress(wasmtime.Trap):
        spin(store)


thread = threading.Thread(target=guest)
thread.start()
entered.wait()
with misuse():
    try:
        store.set_epoch_deadline(10**9)
    finally:
        store.engine.increment_epoch()
        thread.join()
