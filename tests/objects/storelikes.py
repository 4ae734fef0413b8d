"""A store with everything in it, and every public operation that is given a store.

Keys of `USES` are those of the table of guards, so that a test can tell whether one is missing.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from itertools import count
from typing import Any

from wasmtime import _bindings

import safestore as wasmtime
from safestore import component
from tests.component.guests import CALLS, RESOURCES

from .guests import I32, configured

__all__ = ["METHODS", "USES", "Furnished"]

_WAT = """
(module
  (memory (export "memory") 1 4)
  (table (export "table") 2 4 externref)
  (global (export "number") (mut i32) (i32.const 1))
  (tag (export "tag") (param i32))
  (func (export "") (result i32) (i32.const 7))
  (func (export "add") (param i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 1)))
  (func (export "echo") (param externref) (result externref) local.get 0))
"""


@cache
def _engine() -> wasmtime.Engine:
    return configured(consume_fuel=True, wasm_exceptions=True)


@cache
def _module() -> wasmtime.Module:
    return wasmtime.Module(_engine(), _WAT)


@cache
def _component(wat: str) -> component.Component:
    return component.Component(_engine(), wat)


class Furnished:
    """A store and what is in it, and linkers that it was used with."""

    def __init__(self) -> None:
        engine = self.engine = _engine()
        self.store = wasmtime.Store(engine)
        self.store.set_fuel(10**6)
        self.module = _module()
        self.instance = wasmtime.Instance(self.store, self.module, [])
        self.exports: Any = self.instance.exports(self.store)
        self.linker = wasmtime.Linker(engine)
        self.linker.define(self.store, "m", "memory", self.exports["memory"])
        self.linker.define_instance(self.store, "lib", self.instance)
        self.pre = self.linker.instantiate_pre(self.module)
        self.component = _component(CALLS)
        self.component_linker = component.Linker(engine)
        with self.component_linker.root() as root:
            root.add_func("x", lambda _: None)
        self.component_instance = self.component_linker.instantiate(self.store, self.component)
        found = self.component_instance.get_func(self.store, "run")
        assert found is not None
        self.component_func = found
        numbers = count(1)
        resources = component.Linker(engine)
        with resources.root() as root:
            root.add_resource("t", component.ResourceType.host(2), lambda _, rep: None)
            root.add_func("mk", lambda _: component.ResourceHost.own(next(numbers), 2))
            for name in ("borrow", "own"):
                root.add_func(name, lambda context, resource: resource.drop(context))
        made = resources.instantiate(self.store, _component(RESOURCES))
        make = made.get_func(self.store, "mk")
        assert make is not None
        self.resource_any = [make(self.store) for _ in range(2)]


def _to_c(world: Furnished, store: Any) -> int:
    slot = _bindings.wasmtime_component_val_t()
    component.U32().convert_to_c(store, 5, ctypes.pointer(slot))
    return int(component.U32().convert_from_c(slot))


Use = Callable[[Furnished, Any], Any]

# Each is given a store, in whichever shape.
USES: dict[str, Use] = {
    "Func.__init__": lambda w, s: wasmtime.Func(s, wasmtime.FuncType([], []), lambda: None),
    "Func.__call__": lambda w, s: w.exports["add"](s, 1, 2),
    "Func.__call__ (references)": lambda w, s: w.exports["echo"](s, "thing"),
    "Func.type": lambda w, s: w.exports["add"].type(s).params,
    "Memory.__init__": lambda w, s: wasmtime.Memory(s, wasmtime.MemoryType(wasmtime.Limits(1, 1))),
    "Memory.type": lambda w, s: w.exports["memory"].type(s).limits,
    "Memory.grow": lambda w, s: w.exports["memory"].grow(s, 1),
    "Memory.size": lambda w, s: w.exports["memory"].size(s),
    "Memory.data_ptr": lambda w, s: w.exports["memory"].data_ptr(s)[0],
    "Memory.data_len": lambda w, s: w.exports["memory"].data_len(s),
    "Memory.get_buffer_ptr": lambda w, s: len(w.exports["memory"].get_buffer_ptr(s)),
    "Memory.read": lambda w, s: bytes(w.exports["memory"].read(s, 0, 4)),
    "Memory.write": lambda w, s: w.exports["memory"].write(s, b"abcd"),
    "Memory.page_size": lambda w, s: w.exports["memory"].page_size(s),
    "Memory.page_size_log2": lambda w, s: w.exports["memory"].page_size_log2(s),
    "Memory.view": lambda w, s: w.exports["memory"].view(s, 0, 8).release(),
    "Table.__init__": lambda w, s: wasmtime.Table(
        s, wasmtime.TableType(wasmtime.ValType.funcref(), wasmtime.Limits(1, 1)), None
    ),
    "Table.type": lambda w, s: w.exports["table"].type(s).limits,
    "Table.size": lambda w, s: w.exports["table"].size(s),
    "Table.grow": lambda w, s: w.exports["table"].grow(s, 1, None),
    "Table.get": lambda w, s: w.exports["table"].get(s, 0),
    "Table.set": lambda w, s: w.exports["table"].set(s, 0, "x"),
    "Global.__init__": lambda w, s: wasmtime.Global(s, wasmtime.GlobalType(I32, True), 1),
    "Global.type": lambda w, s: w.exports["number"].type(s).mutable,
    "Global.value": lambda w, s: w.exports["number"].value(s),
    "Global.set_value": lambda w, s: w.exports["number"].set_value(s, 4),
    "Tag.__init__": lambda w, s: wasmtime.Tag(s, wasmtime.TagType(wasmtime.FuncType([I32], []))),
    "Tag.type": lambda w, s: w.exports["tag"].type(s).functype.params,
    "Tag.eq": lambda w, s: w.exports["tag"].eq(s, w.exports["tag"]),
    "Instance.__init__": lambda w, s: wasmtime.Instance(s, w.module, []),
    "Instance.exports": lambda w, s: w.instance.exports(s)["number"].value(s),
    "Instance._look_up": lambda w, s: len(w.instance._look_up(s)),
    "InstancePre.instantiate": lambda w, s: w.pre.instantiate(s),
    "Linker.define": lambda w, s: w.linker.define(s, "n", "memory", w.exports["memory"]),
    "Linker.define_instance": lambda w, s: w.linker.define_instance(s, "again", w.instance),
    "Linker.define_module": lambda w, s: w.linker.define_module(s, "module", w.module),
    "Linker.define_unknown_imports_as_default_values": lambda w, s: (
        w.linker.define_unknown_imports_as_default_values(s, w.module)
    ),
    "Linker.instantiate": lambda w, s: w.linker.instantiate(s, w.module),
    "Linker.get": lambda w, s: w.linker.get(s, "m", "memory").size(s),  # type: ignore[union-attr]
    "Linker.get_default": lambda w, s: w.linker.get_default(s, "lib")(s),
    "component.Linker.instantiate": lambda w, s: w.component_linker.instantiate(s, w.component),
    "component.Instance.get_export_index": lambda w, s: (
        w.component_instance.get_export_index(s, "run") is not None
    ),
    "component.Instance.get_func": lambda w, s: w.component_instance.get_func(s, "run") is not None,
    "component.Func.__call__": lambda w, s: w.component_func(s),
    "component.Func.post_return": lambda w, s: w.component_func.post_return(s),
    "component.Func.type": lambda w, s: len(w.component_func.type(s).params),
    "component.ResourceAny.drop": lambda w, s: w.resource_any[0].drop(s),
    "component.ResourceAny.to_host": lambda w, s: w.resource_any[1].to_host(s).rep,
    "component.ResourceHost.to_any": lambda w, s: component.ResourceHost.own(9, 2).to_any(s).owned,
    "component.ValType.convert_to_c": _to_c,
}


def _nothing(_: Any) -> None: ...


# The methods of the store itself.
METHODS: dict[str, Callable[[wasmtime.Store], Any]] = {
    "Store.data": lambda store: store.data(),
    "Store.gc": lambda store: store.gc(),
    "Store.get_fuel": lambda store: store.get_fuel(),
    "Store.set_fuel": lambda store: store.set_fuel(100_000),
    "Store.set_epoch_deadline": lambda store: store.set_epoch_deadline(1),
    "Store.set_limits": lambda store: store.set_limits(),
    "Store.set_wasi": lambda store: store.set_wasi(wasmtime.WasiConfig()),
    "Store.set_wasi_http": lambda store: store.set_wasi_http(),
    "Store.on_land": lambda store: store.on_land(_nothing) is _nothing,
    "Store.ptr": lambda store: bool(store.ptr()),
    "Store._context": lambda store: bool(store._context()),
}
