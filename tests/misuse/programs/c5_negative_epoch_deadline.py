"""set_epoch_deadline(-1), for a deadline that has passed, never comes."""
# invariant: C5
# expect: OverflowError

import wasmtime
from prelude import exports, misuse

config = wasmtime.Config()
config.epoch_interruption = True
store = wasmtime.Store(wasmtime.Engine(config))
run = exports(store, """(module (func (export "run") (loop)))""")["run"]

with misuse():
    store.engine.increment_epoch()
    store.set_epoch_deadline(-1)
    try:
        run(store)
    except wasmtime.Trap:
        pass
    else:
        raise AssertionError("the deadline is far in the future")
