"""A plugin has close() as good classes do; a notebook calls the plugin once too often."""

import wasmtime

ADD = """(module (func (export "add") (param i32 i32) (result i32)
  (i32.add (local.get 0) (local.get 1))))"""


class Plugin:
    def __init__(self, engine: wasmtime.Engine, text: str) -> None:
        self.store = wasmtime.Store(engine)
        self.instance = wasmtime.Instance(self.store, wasmtime.Module(engine, text), [])
        self.calls = 0

    def call(self, name: str, *args: int) -> object:
        func = self.instance.exports(self.store)[name]
        assert isinstance(func, wasmtime.Func)
        self.calls += 1
        return func(self.store, *args)

    def close(self) -> None:
        self.store.close()


# In [1]:
plugin = Plugin(wasmtime.Engine(), ADD)

# In [2]:
print(plugin.call("add", 1, 2))

# In [3]:
plugin.close()
print("calls:", plugin.calls)

# In [4]:
print(plugin.call("add", 3, 4))  # E: safestore-closed
