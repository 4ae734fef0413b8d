"""Objects of every class: good ones, closed ones, unmade ones, and those of somebody else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import safestore as wasmtime

from .recipes import Recipe, closed, same, unmade
from .world import World, elsewhere, engine, module, other_engine, other_module, plain_objects

__all__ = [
    "ANYREF",
    "CONFIGS",
    "ENGINES",
    "FUNCS",
    "FUNCTYPES",
    "GLOBALS",
    "I32",
    "IMPORTS",
    "INSTANCES",
    "LIMITS",
    "LINKERS",
    "MARKED",
    "MEMORIES",
    "MODULES",
    "PINNABLE",
    "PINS",
    "PRES",
    "SHARED",
    "STORES",
    "TABLES",
    "TAGS",
    "TOKENS",
    "TYPES",
    "VALS",
    "VALTYPES",
    "WASI",
    "ended",
    "trap",
]


def _export(name: str) -> list[Recipe]:
    """An export of the world's store, and of those that it does not belong to."""
    strangers = [
        Recipe(f"{stranger} {name}", lambda world, s=stranger: world.stranger(s)[name])
        for stranger in ("other", "foreign", "closed")
    ]
    return [Recipe(name, lambda world: world.exports[name]), *strangers]


def _plain(name: str) -> Recipe:
    return Recipe(f"wasmtime's own {name}", lambda world: plain_objects()[name])


I32 = wasmtime.ValType.i32()
ANYREF = (
    wasmtime.Module(engine(), '(module (import "" "" (func (param anyref v128))))')
    .imports[0]
    .type.params
)


def _pinned() -> wasmtime.Pinned[Any]:
    return wasmtime.Pinned(wasmtime.Store(engine()))


def _moved() -> wasmtime.Pinned[Any]:
    pin = _pinned()
    pin.transfer().discard()
    return pin


def _orphaned() -> wasmtime.Pinned[Any]:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_pinned).result()


def _landed() -> wasmtime.TransferToken[Any]:
    token = _pinned().transfer()
    token.land()
    return token


def _spent() -> wasmtime.TransferToken[Any]:
    token = _pinned().transfer()
    token.discard()
    return token


def _unfit() -> wasmtime.TransferToken[Any]:
    store = wasmtime.Store(engine())
    store.on_land(int)
    return wasmtime.Pinned(store).transfer()


STORES = [
    Recipe("store", lambda world: world.store),
    Recipe("other store", lambda world: world.stranger("other")["store"]),
    Recipe("foreign store", lambda world: world.stranger("foreign")["store"]),
    Recipe("closed store", lambda world: world.stranger("closed")["store"]),
    Recipe("a stale Caller", lambda world: world.stale_caller()),
    Recipe("pin", World.pin),
    Recipe("moved pin", lambda world: _moved()),
    Recipe("a bundle's pin", lambda world: wasmtime.Pinned((wasmtime.Store(engine()), 1))),
    Recipe("a value's pin", lambda world: wasmtime.Pinned([1])),
    Recipe("another thread's pin", lambda world: elsewhere(_pinned)),
    Recipe("an orphan's pin", lambda world: _orphaned()),
    unmade("Pinned"),
    _plain("store"),
    unmade("Store"),
    unmade("Caller"),
    unmade("StoreContext"),
    same("the class Store", wasmtime.Store),
]
PINS = [recipe for recipe in STORES if recipe.name.endswith(("pin", "Pinned(Pinned)"))]
TOKENS = [
    Recipe("token", lambda world: _pinned().transfer()),
    Recipe("another thread's token", lambda world: elsewhere(lambda: _pinned().transfer())),
    Recipe("a value's token", lambda world: wasmtime.Pinned([1]).transfer()),
    Recipe("landed token", lambda world: _landed()),
    Recipe("spent token", lambda world: _spent()),
    Recipe("a token whose hook raises", lambda world: _unfit()),
    unmade("TransferToken"),
]
PINNABLE = [
    Recipe("store", lambda world: world.store),
    Recipe("[store, exports]", lambda world: [world.store, world.exports]),
    Recipe("{'linker': linker}", lambda world: {"linker": world.linker, "store": world.store}),
    Recipe("the world", lambda world: world),
    Recipe("memory", lambda world: world.exports["memory"]),
    Recipe("closed store", lambda world: world.stranger("closed")["store"]),
    unmade("Store"),
    unmade("Func"),
    same("[1, 2]", [1, 2]),
]
# Classes of their own, so that what is said of one is said of no other.
MARKED = [
    Recipe("a class", lambda world: type("Marked", (), {})),
    Recipe("a class of Send", lambda world: type("Marked", (wasmtime.Send,), {})),
    same("list[int]", list[int]),
]
ENGINES = [
    Recipe("engine", lambda world: engine()),
    Recipe("other engine", lambda world: other_engine()),
    closed("engine", lambda world: wasmtime.Engine()),
    _plain("engine"),
    unmade("Engine"),
]
MODULES = [
    Recipe("module", lambda world: module()),
    Recipe("module of another engine", lambda world: other_module()),
    Recipe("an empty module", lambda world: wasmtime.Module(engine(), "(module)")),
    Recipe(
        "a module that traps",
        lambda world: wasmtime.Module(engine(), "(module (func unreachable) (start 0))"),
    ),
    closed("module", lambda world: wasmtime.Module(engine(), "(module)")),
    _plain("module"),
    unmade("Module"),
]
FUNCS = [*_export("add"), *_export("callback"), _plain("func"), unmade("Func")]
MEMORIES = [*_export("memory"), _plain("memory"), unmade("Memory")]
TABLES = [*_export("functions"), *_export("things"), _plain("table"), unmade("Table")]
GLOBALS = [
    *_export("i32"),
    *_export("reference"),
    *_export("vector"),
    *_export("constant"),
    _plain("global"),
    unmade("Global"),
]
TAGS = [*_export("tag"), unmade("Tag")]
SHARED = [
    Recipe(
        "shared memory",
        lambda world: wasmtime.SharedMemory(
            engine(), wasmtime.MemoryType(wasmtime.Limits(1, 2), shared=True)
        ),
    ),
    closed(
        "shared memory",
        lambda world: wasmtime.SharedMemory(
            engine(), wasmtime.MemoryType(wasmtime.Limits(1, 2), shared=True)
        ),
    ),
    unmade("SharedMemory"),
]
INSTANCES = [
    Recipe("instance", lambda world: world.instance),
    Recipe("other instance", lambda world: world.stranger("other")["instance"]),
    Recipe("foreign instance", lambda world: world.stranger("foreign")["instance"]),
    Recipe("closed instance", lambda world: world.stranger("closed")["instance"]),
    _plain("instance"),
    unmade("Instance"),
]
LINKERS = [
    Recipe("linker", lambda world: world.linker),
    Recipe("foreign linker", lambda world: world.stranger("foreign")["linker"]),
    closed("linker", lambda world: wasmtime.Linker(engine())),
    _plain("linker"),
    unmade("Linker"),
]
PRES = [
    Recipe("pre", lambda world: world.linker.instantiate_pre(module())),
    closed("pre", lambda world: world.linker.instantiate_pre(module())),
    unmade("InstancePre"),
]
VALTYPES = [
    *(
        Recipe(name, lambda world, n=name: getattr(wasmtime.ValType, n)())
        for name in ("i32", "i64", "f32", "f64", "externref", "funcref")
    ),
    same("anyref", ANYREF[0]),
    same("v128", ANYREF[1]),
    _plain("valtype"),
    unmade("ValType"),
]
LIMITS = [
    *(
        Recipe(f"Limits({low}, {high})", lambda world, a=low, b=high: wasmtime.Limits(a, b))
        for low, high in (
            (1, 2),
            (0, 0),
            (0, None),
            (2, 1),
            (-1, None),
            (1, -1),
            (2**32, None),
            (2**64, 2**70),
            (1.5, None),
            ("1", "2"),
            (None, None),
            (True, 2),
        )
    ),
    _plain("limits"),
]
FUNCTYPES = [
    Recipe("FuncType([], [])", lambda world: wasmtime.FuncType([], [])),
    Recipe("FuncType([i32], [i32])", lambda world: wasmtime.FuncType([I32], [I32])),
    Recipe(
        "FuncType([externref], [funcref])",
        lambda world: wasmtime.FuncType(
            [wasmtime.ValType.externref()], [wasmtime.ValType.funcref()]
        ),
    ),
    Recipe("FuncType of 100", lambda world: wasmtime.FuncType([I32] * 100, [I32] * 100)),
    closed("FuncType", lambda world: wasmtime.FuncType([], [])),
    _plain("functype"),
    unmade("FuncType"),
]
TYPES = [
    Recipe("MemoryType", lambda world: wasmtime.MemoryType(wasmtime.Limits(1, 2))),
    Recipe(
        "shared MemoryType",
        lambda world: wasmtime.MemoryType(wasmtime.Limits(1, 2), shared=True),
    ),
    Recipe(
        "64-bit MemoryType", lambda world: wasmtime.MemoryType(wasmtime.Limits(2**40, None), True)
    ),
    Recipe(
        "TableType",
        lambda world: wasmtime.TableType(wasmtime.ValType.funcref(), wasmtime.Limits(1, 2)),
    ),
    Recipe(
        "huge TableType",
        lambda world: wasmtime.TableType(
            wasmtime.ValType.externref(), wasmtime.Limits(2**31, None)
        ),
    ),
    Recipe("GlobalType", lambda world: wasmtime.GlobalType(I32, True)),
    Recipe(
        "GlobalType of funcref",
        lambda world: wasmtime.GlobalType(wasmtime.ValType.funcref(), True),
    ),
    Recipe("TagType", lambda world: wasmtime.TagType(wasmtime.FuncType([I32], []))),
    *(unmade(name) for name in ("MemoryType", "TableType", "GlobalType", "TagType")),
]
IMPORTS = [
    same("[]", []),
    Recipe("[add]", lambda world: [world.exports["add"]]),
    Recipe("[other add]", lambda world: [world.stranger("other")["add"]]),
    Recipe("one memory", lambda world: world.exports["memory"]),
    Recipe("[host functions]", lambda world: [world.exports["callback"]] * 3),
    same("[1]", [1]),
    same("'abc'", "abc"),
    same("{}", {}),
]
CONFIGS = [
    Recipe("Config", lambda world: wasmtime.Config()),
    closed("Config", lambda world: wasmtime.Config()),
    _plain("config"),
    unmade("Config"),
]
WASI = [
    Recipe("WasiConfig", lambda world: wasmtime.WasiConfig()),
    closed("WasiConfig", lambda world: wasmtime.WasiConfig()),
    _plain("wasi"),
    unmade("WasiConfig"),
]
VALS = [
    Recipe("Val.i32(1)", lambda world: wasmtime.Val.i32(1)),
    Recipe("Val.f64(1.5)", lambda world: wasmtime.Val.f64(1.5)),
    Recipe("Val.externref([])", lambda world: wasmtime.Val.externref([])),
    Recipe("Val.externref(None)", lambda world: wasmtime.Val.externref(None)),
    Recipe("Val.funcref(add)", lambda world: wasmtime.Val.funcref(world.exports["add"])),
    Recipe(
        "Val.funcref(other add)",
        lambda world: wasmtime.Val.funcref(world.stranger("other")["add"]),
    ),
    _plain("val"),
    unmade("Val"),
]


def trap(world: World) -> Any:
    try:
        world.exports["trap"](world.store)
    except wasmtime.Trap as trap:
        return trap


def ended(view: wasmtime.MemoryView) -> wasmtime.MemoryView:
    view.release()
    return view
