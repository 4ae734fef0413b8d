"""Legal: a callback drops the last reference to its store and collects garbage."""
# invariant: R3
# expect: fine

import gc

import wasmtime
from prelude import exports, host, misuse

store = wasmtime.Store()
stores = [store]


def callback():
    stores.clear()
    gc.collect()


run = exports(
    store,
    """(module (import "" "" (func)) (memory 1)
      (func (export "run") (result i32) call 0 (drop (memory.grow (i32.const 1))) memory.size))""",
    host(store, callback),
)["run"]
del store

with misuse():
    assert run(stores[0]) == 2
