"""A store changes threads, and nobody opens for the new thread what its callback needs."""
# invariant: R5
# expect: fine

import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import exports, host, misuse, set_up_by

with tempfile.TemporaryDirectory() as home:
    database = f"{home}/log.db"
    state = {}

    def connect(_):
        state["connection"] = sqlite3.connect(database, isolation_level=None)
        state["connection"].execute("create table if not exists log (line)")

    def log():
        state["connection"].execute("insert into log values ('x')")

    connect(None)
    store = wasmtime.Store()
    set_up_by(store, connect, every_switch=True)
    wat = '(module (import "" "" (func)) (func (export "run") call 0))'
    run = exports(store, wat, host(store, log))["run"]

    with misuse():
        run(store)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(run, store).result()
        run(store)
