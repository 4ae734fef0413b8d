"""A plugin asks its host to unload it: the host's `unload` closes the plugin's store."""
# invariant: R3
# expect: ReentrancyError

import wasmtime
from prelude import exports, host, misuse


class Plugin:
    def __init__(self):
        self.store = wasmtime.Store()
        unload = host(self.store, self.unload)
        wat = """(module (import "" "unload" (func $unload)) (memory 1) (table 10 funcref)
          (func (export "on_event") (result i32)
            call $unload (drop (memory.grow (i32.const 1))) (memory.size)))"""
        self.on_event = exports(self.store, wat, unload)["on_event"]

    def unload(self):
        self.store.close()


with misuse():
    plugin = Plugin()
    assert plugin.on_event(plugin.store) == 2
