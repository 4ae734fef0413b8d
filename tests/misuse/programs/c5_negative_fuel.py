"""set_fuel(-1) gives the store nearly endless fuel."""
# invariant: C5
# expect: OverflowError

import wasmtime
from prelude import misuse

config = wasmtime.Config()
config.consume_fuel = True
store = wasmtime.Store(wasmtime.Engine(config))

with misuse():
    store.set_fuel(-1)
    assert store.get_fuel() <= 0, f"the store has {store.get_fuel()} fuel"
