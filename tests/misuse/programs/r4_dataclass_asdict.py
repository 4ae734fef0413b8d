"""dataclasses.asdict of a record that holds a module copies the module."""
# invariant: R4
# expect: TypeError

import dataclasses

import wasmtime
from prelude import misuse


@dataclasses.dataclass
class Plugin:
    name: str
    module: wasmtime.Module


plugin = Plugin("plugin", wasmtime.Module(wasmtime.Engine(), "(module)"))

with misuse():
    dataclasses.asdict(plugin)
