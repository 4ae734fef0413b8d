"""copy.copy(config), to change one option: both own one native configuration."""
# invariant: R4
# expect: TypeError

import copy

import wasmtime
from prelude import misuse

base = wasmtime.Config()

with misuse():
    config = copy.copy(base)
    config.consume_fuel = True
    wasmtime.Engine(config)
    base.consume_fuel = False
    wasmtime.Engine(base)
