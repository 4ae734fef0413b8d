"""What is given to a method where it wants an argument: what it wants, and everything else."""

from __future__ import annotations

from hypothesis import strategies as st

import safestore as wasmtime

from .plain_values import (
    BYTES,
    CALLABLES,
    FLAGS,
    FLOATS,
    HOSTILE,
    KEYS,
    NAMES,
    NUMBERS,
    ODDITIES,
    PAIRS,
    PATHS,
    WASM,
)
from .recipes import Recipe, closed, same, unmade
from .things import (
    ANYREF,
    CONFIGS,
    ENGINES,
    FUNCS,
    FUNCTYPES,
    GLOBALS,
    I32,
    IMPORTS,
    INSTANCES,
    LIMITS,
    LINKERS,
    MARKED,
    MEMORIES,
    MODULES,
    PINNABLE,
    PINS,
    PRES,
    SHARED,
    STORES,
    TABLES,
    TAGS,
    TOKENS,
    TYPES,
    VALS,
    VALTYPES,
    WASI,
    ended,
    trap,
)
from .world import World, module

__all__ = ["KINDS", "RECEIVERS", "any_value", "value_of"]

# What a parameter wants, by the kind that the table of calls names.
KINDS: dict[str, list[Recipe]] = {
    "bytes": BYTES,
    "bound mark": [Recipe("NotSend()", lambda world: wasmtime.NotSend())],
    "callable": CALLABLES,
    "class": MARKED,
    "config": CONFIGS,
    "context": [unmade("StoreContext")],
    "engine": ENGINES,
    "error": [
        Recipe("WasmtimeError('')", lambda world: wasmtime.WasmtimeError("")),
        unmade("WasmtimeError"),
    ],
    "exit": [
        Recipe("ExitTrap('', 3)", lambda world: wasmtime.ExitTrap("", 3)),
        unmade("ExitTrap"),
    ],
    "export type": [
        Recipe("an export type", lambda world: module().exports[0]),
        unmade("ExportType"),
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
    "frame": [Recipe("a frame", lambda world: trap(world).frames[0]), unmade("Frame")],
    "func": FUNCS,
    "functype": FUNCTYPES,
    "global": GLOBALS,
    "globaltype": [*TYPES[5:7], unmade("GlobalType")],
    "import type": [
        Recipe("an import type", lambda world: module().imports[0]),
        unmade("ImportType"),
    ],
    "imports": IMPORTS,
    "instance": INSTANCES,
    "int": NUMBERS,
    "item": [*FUNCS, *MEMORIES, *TABLES, *GLOBALS, *TAGS, *SHARED],
    "key": KEYS,
    "limits": LIMITS,
    "linker": LINKERS,
    "memory": MEMORIES,
    "memorytype": [*TYPES[:3], unmade("MemoryType")],
    "module": MODULES,
    "name": NAMES,
    "pair": PAIRS,
    "path": PATHS,
    "pin": PINS,
    "pinnable": PINNABLE,
    "pre": PRES,
    "send mark": [Recipe("Send()", lambda world: wasmtime.Send())],
    "shared": SHARED,
    "shared mark": [Recipe("Sync()", lambda world: wasmtime.Sync())],
    "stale": [Recipe("a stale Caller", World.stale_caller), unmade("Caller")],
    "store": STORES,
    "table": TABLES,
    "tabletype": [*TYPES[3:5], unmade("TableType")],
    "tag": TAGS,
    "token": TOKENS,
    "tagtype": [TYPES[7], unmade("TagType")],
    "trap": [
        Recipe("Trap('')", lambda world: wasmtime.Trap("")),
        Recipe("a trap", trap),
        closed("trap", trap),
        unmade("Trap"),
    ],
    "type": [*TYPES, *FUNCTYPES, *VALTYPES],
    "val": VALS,
    "valtype": VALTYPES,
    "valtypes": [
        Recipe("[i32]", lambda world: [I32]),
        Recipe("(i32 for ...)", lambda world: (I32 for _ in range(3))),
        Recipe("[i32] * 2000", lambda world: [I32] * 2000),
        same("[v128]", [ANYREF[1]]),
        same("[1]", [1]),
        same("i32", I32),
    ],
    "value": [*NUMBERS, *FLOATS, *VALS, *FUNCS],
    "view": [
        Recipe("view", lambda world: world.exports["memory"].view(world.store)),
        Recipe("short view", lambda world: world.exports["memory"].view(world.store, 8, 16)),
        Recipe("empty view", lambda world: world.exports["memory"].view(world.store, 8, 0)),
        Recipe("ended view", lambda world: ended(world.exports["memory"].view(world.store))),
        unmade("MemoryView"),
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

_numbers = st.integers(-(2**70), 2**70).map(lambda number: same(repr(number), number))
_texts = st.text(st.characters(codec=None), max_size=20).map(lambda text: same(repr(text), text))
_octets = st.binary(max_size=64).map(lambda octets: same(repr(octets), octets))
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
