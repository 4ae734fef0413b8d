"""What is right, in short: a library that has lost one guard still does all of this.

Run in each mutated tree, so that a mutation that breaks the library, and so makes any test fail,
is not taken for one that disables a guard.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import safestore as wasmtime
from safestore import component

assert Path(wasmtime.__file__).parents[1] == Path(__file__).parents[2], "not the tree's own"

WAT = """(module
  (import "" "double" (func $double (param i32) (result i32)))
  (memory (export "memory") 1 2)
  (global (export "global") (mut i32) (i32.const 1))
  (table (export "table") 1 2 funcref)
  (func (export "run") (param i32) (result i32) (call $double (local.get 0)))
  (func (export "pass") (param externref) (result externref) (local.get 0)))"""


def main() -> None:
    """Calls in both directions, memories, references, a linker, a component."""
    config = wasmtime.Config()
    config.consume_fuel = False
    engine = wasmtime.Engine(config)
    module = wasmtime.Module(engine, WAT)
    i32 = wasmtime.ValType.i32()
    kind = wasmtime.FuncType([i32], [i32])
    linker = wasmtime.Linker(engine)
    linker.define_func("", "double", kind, lambda value: 2 * value)
    for _ in range(2):
        store = wasmtime.Store(engine)
        func = wasmtime.Func(store, kind, lambda _, value: 2 * value, access_caller=True)
        for instance in (
            wasmtime.Instance(store, module, [func]),
            linker.instantiate(store, module),
        ):
            exports: Any = instance.exports(store)
            assert [exports["run"](store, value) for value in (1, -2)] == [2, -4]
            assert exports["pass"](store, exports) is exports
            memory, table = exports["memory"], exports["table"]
            assert memory.write(store, b"abc", 3) == 3
            assert memory.read(store, 2, 7) == b"\0abc\0"
            assert memory.read(store, 4) and memory.get_buffer_ptr(store)[4] == ord("b")
            with memory.view(store) as view:
                assert bytes(view[3:6]) == b"abc"
            assert memory.grow(store, 1) == 1
            table.set(store, 0, func)
            assert table.get(store, 0)(store, 4) == 8
            exports["global"].set_value(store, 5)
            assert exports["global"].value(store) == 5
        store.close()
    store = wasmtime.Store(engine)
    component.Linker(engine).instantiate(store, component.Component(engine, "(component)"))


main()
