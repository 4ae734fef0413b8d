"""copy.deepcopy of a plugin object that holds a store."""
# invariant: R4
# expect: TypeError

import copy
import types

import wasmtime
from prelude import misuse

plugin = types.SimpleNamespace(name="plugin", store=wasmtime.Store())

with misuse():
    copy.deepcopy(plugin)
