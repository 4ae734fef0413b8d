"""copy.copy of a Trap made by the host: freed twice."""
# invariant: R4
# expect: fine

import copy

import wasmtime
from prelude import misuse

trap = wasmtime.Trap("out of luck")

with misuse():
    other = copy.copy(trap)
    trap.close()
    assert other.message == "out of luck"
    del other
