"""The plugin says that it is done, and the host closes its store: too early."""

import wasmtime

store = wasmtime.Store()
module = wasmtime.Module(
    store.engine,
    """(module
      (import "host" "done" (func $done))
      (memory 1)
      (func (export "run") (result i32)
        (call $done)
        (i32.load (i32.const 0))))""",
)


def done():
    store.close()


callback = wasmtime.Func(store, wasmtime.FuncType([], []), done)
plugin = wasmtime.Instance(store, module, [callback])
plugin.exports(store)["run"](store)
