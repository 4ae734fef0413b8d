"""What comes back is of safestore's own classes, and a misspelt name is an error."""

# The last of a chain is always what is left.
# pyright: reportUnnecessaryIsInstance=false

from ctypes import Array, c_ubyte

from typing_extensions import assert_never, assert_type

import safestore as wasmtime


def kinds(store: wasmtime.Store, instance: wasmtime.Instance) -> None:
    found = instance.exports(store)["f"]
    if isinstance(found, wasmtime.Func):
        assert_type(found, wasmtime.Func)
    elif isinstance(found, (wasmtime.Global, wasmtime.Table, wasmtime.Tag)):
        found.type(store)
    elif isinstance(found, (wasmtime.Memory, wasmtime.SharedMemory)):
        assert_type(found, wasmtime.Memory | wasmtime.SharedMemory)
    else:
        assert_never(found)


def types(store: wasmtime.Store, func: wasmtime.Func, memory: wasmtime.Memory) -> None:
    assert_type(func.type(store), wasmtime.FuncType)
    assert_type(func.type(store).params, list[wasmtime.ValType])
    assert_type(memory.type(store), wasmtime.MemoryType)
    assert_type(memory.type(store).limits, wasmtime.Limits)
    func.typ  # type: ignore[attr-defined]  # noqa: B018


def modules(module: wasmtime.Module, trap: wasmtime.Trap) -> None:
    for wanted in module.imports:
        assert_type(wanted, wasmtime.ImportType)
        if isinstance(wanted.type, wasmtime.FuncType):
            assert_type(wanted.type.results, list[wasmtime.ValType])
    assert_type(module.exports, list[wasmtime.ExportType])
    assert_type(trap.frames, list[wasmtime.Frame])


def bytes_of_a_memory(store: wasmtime.Store, memory: wasmtime.Memory) -> None:
    assert_type(memory.get_buffer_ptr(store), Array[c_ubyte])
    with memory.view(store) as view:
        view[0:2] = bytearray(2)
        view[2:4] = view[0:2]
        view[0] = b"a"  # type: ignore[call-overload]
        view[0:2] = [1, 2]  # type: ignore[call-overload]
