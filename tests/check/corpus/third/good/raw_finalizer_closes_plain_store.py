"""A plugin closes its plain store in a weakref finalizer: no pin binds it to a thread."""

from __future__ import annotations

import weakref

import wasmtime

SOURCE = '(module (func (export "id") (param i32) (result i32) (local.get 0)))'


class Plugin:
    def __init__(self, engine: wasmtime.Engine, source: str) -> None:
        store = wasmtime.Store(engine)
        self.store = store
        self.instance = wasmtime.Instance(store, wasmtime.Module(engine, source), [])
        self._finalizer = weakref.finalize(self, store.close)

    def call(self, name: str, value: int) -> int:
        function = self.instance.exports(self.store)[name]
        if not isinstance(function, wasmtime.Func):
            raise TypeError(f"{name} is no function")
        return int(function(self.store, value))


if __name__ == "__main__":
    plugin = Plugin(wasmtime.Engine(), SOURCE)
    print(plugin.call("id", 3))
