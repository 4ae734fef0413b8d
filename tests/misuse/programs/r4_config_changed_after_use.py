"""A Config is changed after an engine has taken it."""
# invariant: R4
# expect: ClosedError

import wasmtime
from prelude import misuse

config = wasmtime.Config()
engine = wasmtime.Engine(config)

with misuse():
    config.consume_fuel = True
