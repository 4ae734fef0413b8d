"""A store is handed over, and with it a callback over a connection that has to stay."""
# invariant: T4
# expect: NotSendError

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import exports, handed_over, host, misuse, pinned, taken_over


def logging_to(connection):
    return lambda: connection.execute("select 1") and None


store = wasmtime.Store()
log = host(store, logging_to(sqlite3.connect(":memory:")))
run = exports(store, '(module (import "" "" (func)) (func (export "run") call 0))', log)["run"]
pin = pinned(store)

with misuse(), ThreadPoolExecutor(1) as pool:
    sent = handed_over(pin)
    pool.submit(lambda: run(taken_over(sent))).result()
