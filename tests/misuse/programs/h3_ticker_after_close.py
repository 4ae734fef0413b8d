"""A ticker increments the epoch of an engine that was closed."""
# invariant: H3
# expect: ClosedError

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
engine.close()

with misuse():
    engine.increment_epoch()
