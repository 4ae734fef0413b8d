"""One Config is given to two engines."""
# invariant: R4
# expect: ClosedError

import wasmtime
from prelude import misuse

config = wasmtime.Config()
wasmtime.Engine(config)

with misuse():
    wasmtime.Engine(config)
