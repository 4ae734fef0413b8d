"""A thread tops up the fuel of a store in which another thread runs: the top-up is lost."""
# invariant: R1
# expect: StoreBusyError

import wasmtime
from prelude import misuse, thread_in_wasm

config = wasmtime.Config()
config.consume_fuel = True
store = wasmtime.Store(wasmtime.Engine(config))
store.set_fuel(10**12)

with misuse():
    with thread_in_wasm(store):
        store.set_fuel(10**15)
    assert store.get_fuel() > 10**14, "the fuel that was set is gone"
