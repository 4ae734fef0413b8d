"""set_fuel(2**64) gives the store no fuel."""
# invariant: C5
# expect: OverflowError

import wasmtime
from prelude import misuse

config = wasmtime.Config()
config.consume_fuel = True
store = wasmtime.Store(wasmtime.Engine(config))

with misuse():
    store.set_fuel(2**64)
    assert store.get_fuel() > 0, "the store has no fuel"
