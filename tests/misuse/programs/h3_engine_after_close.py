"""A store is made with an engine that was closed."""
# invariant: H3
# expect: ClosedError

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
engine.close()

with misuse():
    wasmtime.Store(engine)
