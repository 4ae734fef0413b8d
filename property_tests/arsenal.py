"""What is given to a method where it wants an argument: what it wants, and everything else."""

from __future__ import annotations

import array
import atexit
import gc
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import numpy
from hypothesis import strategies as st

import safestore as wasmtime
from safestore.errors import MisuseError

from .hostile import LIARS, PROTOCOLS, Surprise, hostile
from .world import WAT, World, engine, module, other_engine, other_module, plain_objects

__all__ = ["KINDS", "RECEIVERS", "Recipe", "any_value", "value_of"]


class Recipe(NamedTuple):
    """How to make a value in a world. The name is what Hypothesis shows of an example."""

    name: str
    make: Callable[[World], Any]

    def __repr__(self) -> str:
        return self.name


def _same(name: str, value: Any) -> Recipe:
    return Recipe(name, lambda world: value)


def _unmade(name: str) -> Recipe:
    cls = getattr(wasmtime, name)
    return Recipe(f"{name}.__new__({name})", lambda world: cls.__new__(cls))


def _closed(name: str, make: Callable[[World], Any]) -> Recipe:
    def closed(world: World) -> Any:
        made = make(world)
        made.close()
        return made

    return Recipe(f"closed {name}", closed)


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

NUMBERS = [
    *(
        _same(repr(number), number)
        for number in (0, 1, 7, -1, 65535, 65536, 65537, -65536, -65537, 2**31 - 1, 2**31)
    ),
    *(
        _same(f"{sign}2**{power}{offset:+}", int(f"{sign}1") * 2**power + offset)
        for sign in "+-"
        for power in (31, 32, 63, 64, 70)
        for offset in (-1, 0, 1)
    ),
    _same("True", True),
    _same("numpy.int64(3)", numpy.int64(3)),
    _same("numpy.uint64(2**64-1)", numpy.uint64(2**64 - 1)),
    _same("numpy.bool_(True)", numpy.bool_(True)),
]
FLOATS = [
    *(
        _same(repr(number), number)
        for number in (0.0, -0.0, 1.5, 1e300, float("nan"), float("inf"), 3.5e38, 5e-324)
    ),
    _same("numpy.float32(1.5)", numpy.float32(1.5)),
    _same("numpy.float64(1.5)", numpy.float64(1.5)),
    _same("Decimal('1.7')", Decimal("1.7")),
    _same("Fraction(1, 3)", Fraction(1, 3)),
    _same("1j", 1j),
]
NAMES = [
    *(_same(repr(name), name) for name in ("memory", "add", "host", "call", "", "é", "\0", "a\0b")),
    _same("a lone surrogate", "\ud800"),
    _same("a lone surrogate at the end", "x\udfff"),
    _same("a huge name", "x" * 100_000),
]
BYTES = [
    *(_same(repr(octets), octets) for octets in (b"", b"hello", bytearray(b"hello"))),
    _same("memoryview(b'hello')", memoryview(b"hello")),
    _same("memoryview(b'hello')[::2]", memoryview(b"hello")[::2]),
    _same("array('i')", array.array("i", [1, 2, 3])),
    _same("numpy.arange(3)", numpy.arange(3)),
    _same("numpy.array(3)", numpy.array(3)),
    _same("[1, 2, 3]", [1, 2, 3]),
    _same("[1, 300]", [1, 300]),
    _same("['a']", ["a"]),
    Recipe("a generator", lambda world: (i for i in range(3))),
    _same("65536 bytes", bytes(65536)),
    _same("65537 bytes", bytes(65537)),
]
WASM = [
    _same("'(module)'", "(module)"),
    _same("the world's WAT", WAT),
    Recipe("a binary", lambda world: bytes(wasmtime.wat2wasm("(module)"))),
    Recipe("a truncated binary", lambda world: bytes(wasmtime.wat2wasm(WAT))[:-7]),
    _same("'(module'", "(module"),
    _same("NUL", "\0"),
    _same("b'\\0asm'", b"\0asm"),
    *BYTES,
]
STORES = [
    Recipe("store", lambda world: world.store),
    Recipe("other store", lambda world: world.stranger("other")["store"]),
    Recipe("foreign store", lambda world: world.stranger("foreign")["store"]),
    Recipe("closed store", lambda world: world.stranger("closed")["store"]),
    Recipe("a stale Caller", lambda world: world.stale_caller()),
    _plain("store"),
    _unmade("Store"),
    _unmade("Caller"),
    _unmade("StoreContext"),
    _same("the class Store", wasmtime.Store),
]
ENGINES = [
    Recipe("engine", lambda world: engine()),
    Recipe("other engine", lambda world: other_engine()),
    _closed("engine", lambda world: wasmtime.Engine()),
    _plain("engine"),
    _unmade("Engine"),
]
MODULES = [
    Recipe("module", lambda world: module()),
    Recipe("module of another engine", lambda world: other_module()),
    Recipe("an empty module", lambda world: wasmtime.Module(engine(), "(module)")),
    Recipe(
        "a module that traps",
        lambda world: wasmtime.Module(engine(), "(module (func unreachable) (start 0))"),
    ),
    _closed("module", lambda world: wasmtime.Module(engine(), "(module)")),
    _plain("module"),
    _unmade("Module"),
]
FUNCS = [*_export("add"), *_export("callback"), _plain("func"), _unmade("Func")]
MEMORIES = [*_export("memory"), _plain("memory"), _unmade("Memory")]
TABLES = [*_export("functions"), *_export("things"), _plain("table"), _unmade("Table")]
GLOBALS = [
    *_export("i32"),
    *_export("reference"),
    *_export("vector"),
    *_export("constant"),
    _plain("global"),
    _unmade("Global"),
]
TAGS = [*_export("tag"), _unmade("Tag")]
SHARED = [
    Recipe(
        "shared memory",
        lambda world: wasmtime.SharedMemory(
            engine(), wasmtime.MemoryType(wasmtime.Limits(1, 2), shared=True)
        ),
    ),
    _closed(
        "shared memory",
        lambda world: wasmtime.SharedMemory(
            engine(), wasmtime.MemoryType(wasmtime.Limits(1, 2), shared=True)
        ),
    ),
    _unmade("SharedMemory"),
]
INSTANCES = [
    Recipe("instance", lambda world: world.instance),
    Recipe("other instance", lambda world: world.stranger("other")["instance"]),
    Recipe("foreign instance", lambda world: world.stranger("foreign")["instance"]),
    Recipe("closed instance", lambda world: world.stranger("closed")["instance"]),
    _plain("instance"),
    _unmade("Instance"),
]
LINKERS = [
    Recipe("linker", lambda world: world.linker),
    Recipe("foreign linker", lambda world: world.stranger("foreign")["linker"]),
    _closed("linker", lambda world: wasmtime.Linker(engine())),
    _plain("linker"),
    _unmade("Linker"),
]
PRES = [
    Recipe("pre", lambda world: world.linker.instantiate_pre(module())),
    _closed("pre", lambda world: world.linker.instantiate_pre(module())),
    _unmade("InstancePre"),
]
VALTYPES = [
    *(
        Recipe(name, lambda world, n=name: getattr(wasmtime.ValType, n)())
        for name in ("i32", "i64", "f32", "f64", "externref", "funcref")
    ),
    _same("anyref", ANYREF[0]),
    _same("v128", ANYREF[1]),
    _plain("valtype"),
    _unmade("ValType"),
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
    _closed("FuncType", lambda world: wasmtime.FuncType([], [])),
    _plain("functype"),
    _unmade("FuncType"),
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
    *(_unmade(name) for name in ("MemoryType", "TableType", "GlobalType", "TagType")),
]
CONFIGS = [
    Recipe("Config", lambda world: wasmtime.Config()),
    _closed("Config", lambda world: wasmtime.Config()),
    _plain("config"),
    _unmade("Config"),
]
WASI = [
    Recipe("WasiConfig", lambda world: wasmtime.WasiConfig()),
    _closed("WasiConfig", lambda world: wasmtime.WasiConfig()),
    _plain("wasi"),
    _unmade("WasiConfig"),
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
    _unmade("Val"),
]
CALLABLES = [
    _same("lambda: None", lambda *args: None),
    _same("len", len),
    _same("int", int),
    Recipe("a host function that raises", lambda world: _raise),
]
_DIRECTORY = Path(tempfile.mkdtemp(prefix="safestore-paths-"))
_FILE = _DIRECTORY / "file"
_FILE.write_bytes(b"(module)")
atexit.register(shutil.rmtree, _DIRECTORY, ignore_errors=True)
PATHS = [
    _same("a directory", _DIRECTORY),
    _same("a file", _FILE),
    _same("a file as bytes", bytes(_FILE)),
    _same("a path that is not there", "/nowhere/at/all"),
    _same("b'/nowhere'", b"/nowhere"),
    _same("a path with a NUL", f"{_FILE}\0x"),
    *NAMES,
]
IMPORTS = [
    _same("[]", []),
    Recipe("[add]", lambda world: [world.exports["add"]]),
    Recipe("[other add]", lambda world: [world.stranger("other")["add"]]),
    Recipe("one memory", lambda world: world.exports["memory"]),
    Recipe("[host functions]", lambda world: [world.exports["callback"]] * 3),
    _same("[1]", [1]),
    _same("'abc'", "abc"),
    _same("{}", {}),
]
KEYS = [
    *NAMES,
    *NUMBERS,
    _same("slice(0, 2)", slice(0, 2)),
    _same("slice(2, 0, -1)", slice(2, 0, -1)),
    _same("slice(-1, None)", slice(-1, None)),
    _same("slice(0, 2**70)", slice(0, 2**70)),
    _same("slice('a')", slice("a")),
]
FLAGS = [_same("True", True), _same("False", False)]
ODDITIES = [
    _same("None", None),
    Recipe("object()", lambda world: object()),
    _same("...", ...),
    _same("[]", []),
    _same("{}", {}),
    _same("range(3)", range(3)),
    _same("the class int", int),
    _same("a module", gc),
    *(Recipe(name, lambda world, make=make: make()) for name, make in LIARS.items()),
]


def _raise(*args: Any) -> None:
    raise Surprise(args)


def _actions(world: World) -> dict[str, Callable[[], Any]]:
    def enter() -> None:
        with suppress(MisuseError):
            assert world.exports["add"](world.store, 20, 22) == 42
            world.exports["memory"].read(world.store, 0, 16)

    def close() -> None:
        with suppress(MisuseError):
            world.store.close()

    return {
        "raises": _raise,
        "enters": enter,
        "closes": close,
        "collects": lambda: gc.collect(0),
        "lies": lambda: None,
    }


# The classes that an object with a lying `__class__` pretends to be of.
_PRETENDS = (int, wasmtime.Func, wasmtime.Store, wasmtime.Module, wasmtime.FuncType)

HOSTILE = [
    Recipe(
        f"hostile: {protocol} {action}" + (f" as {pretends.__name__}" if index else ""),
        lambda world, p=protocol, a=action, c=pretends: hostile(p, _actions(world)[a], c),
    )
    for protocol in PROTOCOLS
    for action in ("raises", "enters", "closes", "collects", "lies")
    for index, pretends in enumerate(_PRETENDS if protocol == "class" else _PRETENDS[:1])
]

PAIRS = [
    _same("(1, 2.0)", (1, 2.0)),
    _same("[1, 2.0]", [1, 2.0]),
    _same("[1, 2]", [1, 2]),
    _same("(2**32, 1e999)", (2**32, 1e999)),
    _same("(1,)", (1,)),
    _same("(1, 2.0, 3)", (1, 2.0, 3)),
    _same("'ab'", "ab"),
    _same("b'ab'", b"ab"),
    _same("{1: 1, 2: 2}", {1: 1, 2: 2}),
    _same("{1, 2}", {1, 2}),
    _same("numpy.array([1, 2])", numpy.array([1.0, 2.0])),
]


def _trap(world: World) -> Any:
    try:
        world.exports["trap"](world.store)
    except wasmtime.Trap as trap:
        return trap


def _ended(view: wasmtime.MemoryView) -> wasmtime.MemoryView:
    view.release()
    return view


# What a parameter wants, by the kind that the table of calls names.
KINDS: dict[str, list[Recipe]] = {
    "bytes": BYTES,
    "callable": CALLABLES,
    "config": CONFIGS,
    "context": [_unmade("StoreContext")],
    "engine": ENGINES,
    "error": [
        Recipe("WasmtimeError('')", lambda world: wasmtime.WasmtimeError("")),
        _unmade("WasmtimeError"),
    ],
    "exit": [
        Recipe("ExitTrap('', 3)", lambda world: wasmtime.ExitTrap("", 3)),
        _unmade("ExitTrap"),
    ],
    "export type": [
        Recipe("an export type", lambda world: module().exports[0]),
        _unmade("ExportType"),
    ],
    "exports": [
        Recipe("exports", lambda world: world.exports),
        Recipe(
            "InstanceExports.__new__",
            lambda world: type(world.exports).__new__(type(world.exports)),
        ),
    ],
    "flag": FLAGS,
    "float": FLOATS,
    "frame": [Recipe("a frame", lambda world: _trap(world).frames[0]), _unmade("Frame")],
    "func": FUNCS,
    "functype": FUNCTYPES,
    "global": GLOBALS,
    "globaltype": [*TYPES[5:7], _unmade("GlobalType")],
    "import type": [
        Recipe("an import type", lambda world: module().imports[0]),
        _unmade("ImportType"),
    ],
    "imports": IMPORTS,
    "instance": INSTANCES,
    "int": NUMBERS,
    "item": [*FUNCS, *MEMORIES, *TABLES, *GLOBALS, *TAGS, *SHARED],
    "key": KEYS,
    "limits": LIMITS,
    "linker": LINKERS,
    "memory": MEMORIES,
    "memorytype": [*TYPES[:3], _unmade("MemoryType")],
    "module": MODULES,
    "name": NAMES,
    "pair": PAIRS,
    "path": PATHS,
    "pre": PRES,
    "shared": SHARED,
    "stale": [Recipe("a stale Caller", World.stale_caller), _unmade("Caller")],
    "store": STORES,
    "table": TABLES,
    "tabletype": [*TYPES[3:5], _unmade("TableType")],
    "tag": TAGS,
    "tagtype": [TYPES[7], _unmade("TagType")],
    "trap": [
        Recipe("Trap('')", lambda world: wasmtime.Trap("")),
        Recipe("a trap", _trap),
        _closed("trap", _trap),
        _unmade("Trap"),
    ],
    "type": [*TYPES, *FUNCTYPES, *VALTYPES],
    "val": VALS,
    "valtype": VALTYPES,
    "valtypes": [
        Recipe("[i32]", lambda world: [I32]),
        Recipe("(i32 for ...)", lambda world: (I32 for _ in range(3))),
        Recipe("[i32] * 2000", lambda world: [I32] * 2000),
        _same("[v128]", [ANYREF[1]]),
        _same("[1]", [1]),
        _same("i32", I32),
    ],
    "value": [*NUMBERS, *FLOATS, *VALS, *FUNCS],
    "view": [
        Recipe("view", lambda world: world.exports["memory"].view(world.store)),
        Recipe("short view", lambda world: world.exports["memory"].view(world.store, 8, 16)),
        Recipe("empty view", lambda world: world.exports["memory"].view(world.store, 8, 0)),
        Recipe("ended view", lambda world: _ended(world.exports["memory"].view(world.store))),
        _unmade("MemoryView"),
    ],
    "wasi": WASI,
    "wasm": WASM,
}

# Whose methods are called: as the arguments, but nothing that the worlds share.
RECEIVERS: dict[str, list[Recipe]] = {
    **KINDS,
    "engine": [Recipe("a new engine", lambda world: wasmtime.Engine()), *ENGINES[2:]],
    "module": MODULES[2:],
    "val": VALS,
}

_EVERYTHING = list({recipe.name: recipe for kind in KINDS.values() for recipe in kind}.values())

_numbers = st.integers(-(2**70), 2**70).map(lambda number: _same(repr(number), number))
_texts = st.text(st.characters(codec=None), max_size=20).map(lambda text: _same(repr(text), text))
_octets = st.binary(max_size=64).map(lambda octets: _same(repr(octets), octets))
_anything = st.one_of(
    st.sampled_from(ODDITIES),
    st.sampled_from(HOSTILE),
    st.sampled_from(_EVERYTHING),
    _numbers,
    _texts,
    _octets,
)


def any_value() -> st.SearchStrategy[Recipe]:
    """Whatever there is."""
    return _anything


def value_of(kind: str) -> st.SearchStrategy[Recipe]:
    """Mostly what is wanted, or nearly; else whatever there is."""
    drawn = {"int": _numbers, "name": _texts, "bytes": _octets, "wasm": _octets}.get(kind)
    wanted = st.sampled_from(KINDS[kind])
    return st.one_of(wanted, wanted if drawn is None else drawn, _anything)
