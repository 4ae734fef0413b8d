"""A plugin has close() and open(), as good classes do; a notebook reopens it between two calls."""

import wasmtime

ADD = """(module (func (export "add") (param i32 i32) (result i32)
  (i32.add (local.get 0) (local.get 1))))"""


class Plugin:
    def __init__(self, engine: wasmtime.Engine, text: str) -> None:
        self._engine = engine
        self._module = wasmtime.Module(engine, text)
        self.calls = 0
        self.open()

    def open(self) -> None:
        self.store = wasmtime.Store(self._engine)
        self.instance = wasmtime.Instance(self.store, self._module, [])

    def call(self, name: str, *args: int) -> object:
        func = self.instance.exports(self.store)[name]
        assert isinstance(func, wasmtime.Func)
        self.calls += 1
        return func(self.store, *args)

    def close(self) -> None:
        self.store.close()


# In [1]:
plugin = Plugin(wasmtime.Engine(), ADD)
print(plugin.call("add", 1, 2))

# In [2]:
plugin.close()
print("calls:", plugin.calls)

# In [3]:
plugin.open()
print(plugin.call("add", 3, 4))

# In [4]:
plugin.close()
plugin.close()
