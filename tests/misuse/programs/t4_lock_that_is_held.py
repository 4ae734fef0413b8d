"""A store is handed over under a lock, and on the other thread its callback wants that lock."""
# invariant: T4
# expect: NotSendError

import threading

import wasmtime
from prelude import exports, handed_over, host, misuse, pinned, taken_over

lock = threading.Lock()

store = wasmtime.Store()


def callback_with(lock):
    def callback():
        with lock:
            pass

    return callback


run = exports(
    store,
    '(module (import "" "" (func)) (func (export "run") call 0))',
    host(store, callback_with(lock)),
)["run"]
pin = pinned(store)

with misuse(), lock:
    sent = handed_over(pin)
    worker = threading.Thread(target=lambda: run(taken_over(sent)), daemon=True)
    worker.start()
    worker.join()
