"""copy.copy(engine): two Python objects own one native engine."""
# invariant: R4
# expect: TypeError

import copy

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()

with misuse():
    other = copy.copy(engine)
    engine.close()
    wasmtime.Store(other).close()
    other.close()
