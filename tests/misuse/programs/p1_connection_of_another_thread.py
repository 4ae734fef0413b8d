"""A callback writes to a database connection, on another thread than the connection's."""
# invariant: P1
# expect: WrongThreadError

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import exports, host, misuse, pinned

connection = sqlite3.connect(":memory:")
connection.execute("create table log (line)")
store = wasmtime.Store()
log = host(store, lambda: connection.execute("insert into log values ('x')") and None)
run = exports(store, '(module (import "" "" (func)) (func (export "run") call 0))', log)["run"]
pin = pinned(store)

with misuse(), ThreadPoolExecutor(1) as pool:
    run(pin)
    pool.submit(run, pin).result()
