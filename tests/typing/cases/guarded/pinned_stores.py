"""A `Pinned[Store]` goes wherever a `Store` goes, and a pin of anything else does not."""

from pathlib import Path

from typing_extensions import assert_type

import safestore as wasmtime
from safestore import Pinned, Store, component


class LoudStore(Store):
    pass


def made_in_it(pin: Pinned[Store], module: wasmtime.Module, data: bytes) -> None:
    i32 = wasmtime.ValType.i32()
    one = wasmtime.Limits(1, 1)
    nothing = wasmtime.FuncType([], [])
    func = wasmtime.Func(pin, nothing, lambda: None)
    wasmtime.Func(pin, nothing, lambda caller: caller.get("memory"), access_caller=True)
    wasmtime.Instance(pin, module, [func])
    wasmtime.Memory(pin, wasmtime.MemoryType(one))
    wasmtime.Global(pin, wasmtime.GlobalType(i32, True), 1)
    wasmtime.Table(pin, wasmtime.TableType(wasmtime.ValType.funcref(), one), None)
    wasmtime.Tag(pin, wasmtime.TagType(nothing))


def looked_up_with_it(pin: Pinned[Store], instance: wasmtime.Instance) -> None:
    exports = instance.exports(pin)
    assert_type(exports.func("f").type(pin), wasmtime.FuncType)
    exports.func("f")(pin, 1, 2.0)
    exports.global_("g").set_value(pin, exports.global_("g").value(pin))
    assert_type(exports.global_("g").type(pin), wasmtime.GlobalType)
    table = exports.table("t")
    assert_type(table.grow(pin, table.size(pin), None), int)
    table.set(pin, 0, table.get(pin, 1))
    assert_type(table.type(pin), wasmtime.TableType)


def a_memory(pin: Pinned[Store], memory: wasmtime.Memory) -> None:
    assert_type(memory.type(pin), wasmtime.MemoryType)
    assert_type(memory.size(pin) + memory.grow(pin, 1) + memory.data_len(pin), int)
    assert_type(memory.page_size(pin) << memory.page_size_log2(pin), int)
    assert_type(memory.read(pin, 0, 4), bytearray)
    assert_type(memory.write(pin, b"abc", 4), int)
    memory.data_ptr(pin)
    memory.get_buffer_ptr(pin, 4)
    with memory.view(pin) as view:
        assert_type(view[0], int)


def a_tag(pin: Pinned[Store], tag: wasmtime.Tag) -> None:
    assert_type(tag.eq(pin, tag), bool)
    assert_type(tag.type(pin), wasmtime.TagType)


def a_linker(
    pin: Pinned[Store], linker: wasmtime.Linker, module: wasmtime.Module, memory: wasmtime.Memory
) -> None:
    linker.define(pin, "env", "memory", memory)
    linker.define_instance(pin, "main", linker.instantiate(pin, module))
    linker.define_module(pin, "main", module)
    linker.get(pin, "env", "memory")
    assert_type(linker.get_default(pin, "main"), wasmtime.Func)
    assert_type(linker.instantiate_pre(module).instantiate(pin), wasmtime.Instance)


def components(
    pin: Pinned[Store],
    linker: component.Linker,
    made: component.Component,
    mine: component.ResourceHost,
) -> None:
    instance = linker.instantiate(pin, made)
    assert_type(instance, component.Instance)
    index = instance.get_export_index(pin, "run")
    func = instance.get_func(pin, "run" if index is None else index)
    if func is not None:
        assert_type(func.type(pin), component.FuncType)
        func(pin, "a", 1)
        func.post_return(pin)
    resource = mine.to_any(pin)
    assert_type(resource.to_host(pin), component.ResourceHost)
    resource.drop(pin)


def of_a_subclass(pin: Pinned[LoudStore], func: wasmtime.Func) -> None:
    func(pin, 1)
    func(pin.value, 1)


def of_anything_else(
    pair: Pinned[tuple[Store, wasmtime.Instance]],
    path: Pinned[Path],
    token: wasmtime.TransferToken[Store],
    instance: wasmtime.Instance,
    linker: component.Linker,
    made: component.Component,
) -> None:
    instance.exports(pair)  # type: ignore[arg-type]
    instance.exports(pair.value[0])
    instance.exports(path)  # type: ignore[arg-type]
    instance.exports(token)  # type: ignore[arg-type]
    linker.instantiate(pair, made)  # type: ignore[arg-type]
    wasmtime.Memory(pair, wasmtime.MemoryType(wasmtime.Limits(1, 1)))  # type: ignore[arg-type]
