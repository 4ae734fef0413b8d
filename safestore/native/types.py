"""Descriptions of types: wasmtime's type objects read into plain values, and made from them.

A type object is made for one native call and freed after it: one that is kept remembers the
first engine that it was used with, and aborts the process with the second.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from .failure import text
from .library import ffi, lib

__all__ = [
    "BUILDABLE",
    "NUMERIC",
    "REFERENCES",
    "ExternDescription",
    "FuncDescription",
    "GlobalDescription",
    "MemoryDescription",
    "TableDescription",
    "TagDescription",
    "check_memorytype",
    "functype",
    "globaltype",
    "memorytype",
    "module_exports",
    "module_imports",
    "tabletype",
    "tagtype",
    "take_exporttype",
    "take_functype",
    "take_globaltype",
    "take_importtype",
    "take_memorytype",
    "take_tabletype",
    "take_tagtype",
]

# The kinds that Python can name, with wasm.h's numbers for them.
BUILDABLE = {"i32": 0, "i64": 1, "f32": 2, "f64": 3, "externref": 128, "funcref": 129}
NUMERIC = frozenset({"i32", "i64", "f32", "f64"})
REFERENCES = frozenset({"externref", "funcref"})

_NUMBERS = ("i32", "i64", "f32", "f64", "v128")
_HEAP = (
    "extern",
    "noextern",
    "func",
    "func",
    "nofunc",
    "any",
    "none",
    "eq",
    "i31",
    "array",
    "array",
    "struct",
    "struct",
    "exn",
    "exn",
    "noexn",
)
_CONCRETE = frozenset({3, 10, 12, 14})


class FuncDescription(NamedTuple):
    """A function type: kinds such as `i32` or `externref`; others, such as `(ref any)`, by name."""

    params: tuple[str, ...]
    results: tuple[str, ...]


class GlobalDescription(NamedTuple):
    content: str
    mutable: bool


class TableDescription(NamedTuple):
    element: str
    min: int
    max: int | None


class MemoryDescription(NamedTuple):
    min: int
    max: int | None
    is_64: bool
    shared: bool
    page_size_log2: int


class TagDescription(NamedTuple):
    params: tuple[str, ...]
    results: tuple[str, ...]


ExternDescription = (
    FuncDescription | GlobalDescription | TableDescription | MemoryDescription | TagDescription
)


def _kind(valtype: int) -> str:
    """The name of a value type that somebody else owns."""
    out = ffi.new("wasmtime_valtype_t *")
    # Reads the type. Unlike wasm_valtype_kind it knows v128 and every reference type.
    lib.wasmtime_valtype_new(valtype, out)
    if out.kind < len(_NUMBERS):
        return _NUMBERS[out.kind]
    nullable = out.reftype.nullable
    heap = out.reftype.heaptype.kind
    # A concrete heap type owns what it points to; for the others this does nothing.
    lib.wasmtime_valtype_delete(out)
    if nullable and heap == 0:
        return "externref"
    if nullable and heap == 2:
        return "funcref"
    name = _HEAP[heap] if heap not in _CONCRETE else f"${_HEAP[heap]}"
    return f"(ref {'null ' if nullable else ''}{name})"


def _kinds(vector: Any) -> tuple[str, ...]:
    return tuple(_kind(vector.data[i]) for i in range(vector.size))


# What follows reads types that the caller owns or that live in something that the caller owns.


def _func(functype: int) -> FuncDescription:
    return FuncDescription(
        _kinds(lib.wasm_functype_params(functype)), _kinds(lib.wasm_functype_results(functype))
    )


def _global(globaltype: int) -> GlobalDescription:
    return GlobalDescription(
        _kind(lib.wasm_globaltype_content(globaltype)),
        lib.wasm_globaltype_mutability(globaltype) == 1,
    )


def _table(tabletype: int) -> TableDescription:
    limits = lib.wasm_tabletype_limits(tabletype)
    unbounded = limits.max == 0xFFFF_FFFF
    return TableDescription(
        _kind(lib.wasm_tabletype_element(tabletype)), limits.min, None if unbounded else limits.max
    )


def _memory(memorytype: int) -> MemoryDescription:
    maximum = ffi.new("uint64_t *")
    bounded = lib.wasmtime_memorytype_maximum(memorytype, maximum)
    return MemoryDescription(
        lib.wasmtime_memorytype_minimum(memorytype),
        maximum[0] if bounded else None,
        lib.wasmtime_memorytype_is64(memorytype),
        lib.wasmtime_memorytype_isshared(memorytype),
        lib.wasmtime_memorytype_page_size_log2(memorytype),
    )


def _tag(tagtype: int) -> TagDescription:
    return TagDescription(*_func(lib.wasm_tagtype_functype(tagtype)))


# `take_...`: read and free a type object that the caller owns; it is dead afterwards.


def take_functype(functype: int) -> FuncDescription:
    try:
        return _func(functype)
    finally:
        lib.wasm_functype_delete(functype)


def take_globaltype(globaltype: int) -> GlobalDescription:
    try:
        return _global(globaltype)
    finally:
        lib.wasm_globaltype_delete(globaltype)


def take_tabletype(tabletype: int) -> TableDescription:
    try:
        return _table(tabletype)
    finally:
        lib.wasm_tabletype_delete(tabletype)


def take_memorytype(memorytype: int) -> MemoryDescription:
    try:
        return _memory(memorytype)
    finally:
        lib.wasm_memorytype_delete(memorytype)


def take_tagtype(tagtype: int) -> TagDescription:
    try:
        return _tag(tagtype)
    finally:
        lib.wasm_tagtype_delete(tagtype)


def _extern(externtype: int) -> ExternDescription:
    # The casts answer null for every other kind, and borrow from `externtype`.
    if found := lib.wasm_externtype_as_functype(externtype):
        return _func(found)
    if found := lib.wasm_externtype_as_memorytype(externtype):
        return _memory(found)
    if found := lib.wasm_externtype_as_globaltype(externtype):
        return _global(found)
    if found := lib.wasm_externtype_as_tabletype(externtype):
        return _table(found)
    return _tag(lib.wasm_externtype_as_tagtype(externtype))


def module_imports(module: Any) -> list[tuple[str, str, ExternDescription]]:
    """(module, name, type) of each import. Reads the module, which the caller keeps alive."""
    vector = ffi.new("pointer_vec_t *")
    lib.wasmtime_module_imports(module, vector)
    try:
        return [
            (
                text(lib.wasm_importtype_module(item)),
                text(lib.wasm_importtype_name(item)),
                _extern(lib.wasm_importtype_type(item)),
            )
            for item in ffi.unpack(vector.data, vector.size)
        ]
    finally:
        # The vector owns the import types that were borrowed above.
        lib.wasm_importtype_vec_delete(vector)


def module_exports(module: Any) -> list[tuple[str, ExternDescription]]:
    """(name, type) of each export. Reads the module, which the caller keeps alive."""
    vector = ffi.new("pointer_vec_t *")
    lib.wasmtime_module_exports(module, vector)
    try:
        return [
            (text(lib.wasm_exporttype_name(item)), _extern(lib.wasm_exporttype_type(item)))
            for item in ffi.unpack(vector.data, vector.size)
        ]
    finally:
        # The vector owns the export types that were borrowed above.
        lib.wasm_exporttype_vec_delete(vector)


def take_importtype(importtype: int) -> tuple[str, str, ExternDescription]:
    """(module, name, type) of an import type that the caller owns; it is dead afterwards."""
    try:
        return (
            text(lib.wasm_importtype_module(importtype)),
            text(lib.wasm_importtype_name(importtype)),
            _extern(lib.wasm_importtype_type(importtype)),
        )
    finally:
        lib.wasm_importtype_delete(importtype)


def take_exporttype(exporttype: int) -> tuple[str, ExternDescription]:
    """(name, type) of an export type that the caller owns; it is dead afterwards."""
    try:
        return text(lib.wasm_exporttype_name(exporttype)), _extern(
            lib.wasm_exporttype_type(exporttype)
        )
    finally:
        lib.wasm_exporttype_delete(exporttype)


# Type objects for the length of a `with`. The kinds are of BUILDABLE: anything else would abort
# in wasm_valtype_new.


def _valtypes(kinds: tuple[str, ...]) -> Any:
    vector = ffi.new("pointer_vec_t *")
    items = [lib.wasm_valtype_new(BUILDABLE[kind]) for kind in kinds]
    # Takes ownership of the items; who is given the vector owns it.
    lib.wasm_valtype_vec_new(vector, len(items), items)
    return vector


def _new_functype(params: tuple[str, ...], results: tuple[str, ...]) -> int:
    # Takes ownership of both vectors.
    return int(lib.wasm_functype_new(_valtypes(params), _valtypes(results)))


@contextmanager
def functype(params: tuple[str, ...], results: tuple[str, ...]) -> Iterator[int]:
    """A function type of these kinds."""
    made = _new_functype(params, results)
    try:
        yield made
    finally:
        lib.wasm_functype_delete(made)


@contextmanager
def globaltype(content: str, mutable: bool) -> Iterator[int]:
    """A global type."""
    # Takes ownership of the value type.
    made = lib.wasm_globaltype_new(lib.wasm_valtype_new(BUILDABLE[content]), 1 if mutable else 0)
    try:
        yield made
    finally:
        lib.wasm_globaltype_delete(made)


@contextmanager
def tabletype(element: str, minimum: int, maximum: int | None) -> Iterator[int]:
    """A table type; `element` is a reference kind, both limits fit 32 bits."""
    limits = ffi.new("wasm_limits_t *")
    limits.min = minimum
    limits.max = 0xFFFF_FFFF if maximum is None else maximum
    # Takes ownership of the value type, copies the limits.
    made = lib.wasm_tabletype_new(lib.wasm_valtype_new(BUILDABLE[element]), limits)
    try:
        yield made
    finally:
        lib.wasm_tabletype_delete(made)


def check_memorytype(description: MemoryDescription) -> int:
    """The error that wasmtime has with these limits, or 0."""
    out = ffi.new("uintptr_t *")
    error = _new_memorytype(description, out)
    if not error:
        lib.wasm_memorytype_delete(out[0])
    return error


def _new_memorytype(description: MemoryDescription, out: Any) -> int:
    minimum, maximum, is_64, shared, page_size_log2 = description
    # Copies its arguments; writes `out` only when it answers null.
    return int(
        lib.wasmtime_memorytype_new(
            minimum, maximum is not None, maximum or 0, is_64, shared, page_size_log2, out
        )
    )


@contextmanager
def memorytype(description: MemoryDescription) -> Iterator[int]:
    """A memory type whose limits `check_memorytype` has accepted."""
    out = ffi.new("uintptr_t *")
    error = _new_memorytype(description, out)
    assert not error
    try:
        yield out[0]
    finally:
        lib.wasm_memorytype_delete(out[0])


@contextmanager
def tagtype(params: tuple[str, ...], results: tuple[str, ...]) -> Iterator[int]:
    """A tag type with this payload."""
    # Takes ownership of the function type.
    made = lib.wasm_tagtype_new(_new_functype(params, results))
    try:
        yield made
    finally:
        lib.wasm_tagtype_delete(made)
