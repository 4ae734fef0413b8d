"""What an instance, a linker and a caller give, and how to tell one kind from another."""

# The last of a chain is always what is left.
# pyright: reportUnnecessaryIsInstance=false

import wasmtime
from typing_extensions import Any, assert_never, assert_type
from wasmtime import Storelike
from wasmtime._exportable import AsExtern


def of_an_instance(store: wasmtime.Store, instance: wasmtime.Instance) -> None:
    exports = instance.exports(store)
    assert_type(exports["run"], AsExtern)
    assert_type(exports.get("run"), AsExtern | None)
    assert_type(exports.by_index[0], AsExtern)
    assert_type(len(exports), int)
    for name, item in exports.items():
        assert_type(name, str)
        assert_type(item, AsExtern)
    exports[0]  # type: ignore[index]
    exports["run"] = exports["walk"]  # type: ignore[index]
    exports.func("run")  # type: ignore[attr-defined]


def of_a_linker(linker: wasmtime.Linker, store: wasmtime.Store, module: wasmtime.Module) -> None:
    assert_type(linker.instantiate(store, module), wasmtime.Instance)
    assert_type(linker.instantiate_pre(module).instantiate(store), wasmtime.Instance)
    assert_type(linker.get(store, "env", "memory"), AsExtern)
    assert_type(linker.get_default(store, ""), wasmtime.Func)
    linker.instantiate(module, store)  # type: ignore[arg-type]
    linker.define(store, "env", "run", module)  # type: ignore[arg-type]


def of_a_caller(caller: wasmtime.Caller) -> None:
    assert_type(caller["memory"], AsExtern)
    assert_type(caller.get("memory"), AsExtern | None)
    caller["memory"].read(caller, 0, 4)  # type: ignore[union-attr]


def by_kind(found: AsExtern, store: Storelike) -> Any:
    if isinstance(found, wasmtime.Func):
        assert_type(found.type(store), wasmtime.FuncType)
        return found(store, 1, 2.0, None)
    if isinstance(found, wasmtime.Memory):
        assert_type(found.read(store, 0, 4), bytearray)
    elif isinstance(found, wasmtime.SharedMemory):
        assert_type(found.size(), int)
    elif isinstance(found, wasmtime.Global):
        assert_type(found.value(store), Any)
    elif isinstance(found, wasmtime.Table):
        assert_type(found.size(store), int)
    elif isinstance(found, wasmtime.Tag):
        assert_type(found.type(store), wasmtime.TagType)
    else:
        assert_never(found)
    return None


def a_whole_program(wasm: bytes) -> int:
    with wasmtime.Store() as store:
        linker = wasmtime.Linker(store.engine)
        i32 = wasmtime.ValType.i32()

        def log(caller: wasmtime.Caller, start: int, length: int) -> None:
            memory = caller["memory"]
            assert isinstance(memory, wasmtime.Memory)
            print(memory.read(caller, start, start + length))

        linker.define_func("env", "log", wasmtime.FuncType([i32, i32], []), log, access_caller=True)
        linker.define_func("env", "log", wasmtime.FuncType([], []), log, True)
        instance = linker.instantiate(store, wasmtime.Module(store.engine, wasm))
        run = instance.exports(store)["run"]
        assert isinstance(run, wasmtime.Func)
        return int(run(store, 42))
