"""A function in a linker closes over the plugin that holds the linker: never collected."""
# invariant: R4
# expect: fine

import gc
import weakref

import wasmtime
from prelude import misuse


class Plugin:
    def __init__(self):
        self.linker = wasmtime.Linker(wasmtime.Engine())
        self.linker.define_func("host", "log", wasmtime.FuncType([], []), self.log)

    def log(self):
        pass


with misuse():
    plugin = weakref.ref(Plugin())
    gc.collect()
    assert plugin() is None, "the plugin is never collected"
