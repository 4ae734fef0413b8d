"""A SharedMemory as an import: a fault of the binding makes it fail always."""
# invariant: V1
# expect: fine

import wasmtime
from prelude import exports, misuse

config = wasmtime.Config()
config.shared_memory = True
store = wasmtime.Store(wasmtime.Engine(config))
kind = wasmtime.MemoryType(wasmtime.Limits(1, 2), shared=True)
memory = wasmtime.SharedMemory(store.engine, kind)

with misuse():
    peek = exports(
        store,
        """(module (import "" "" (memory 1 2 shared))
          (func (export "peek") (result i32) (i32.load8_u (i32.const 0))))""",
        memory,
    )["peek"]
    memory.data_ptr()[0] = 7
    assert peek(store) == 7
