"""Tables, globals and tags. The region is held; every handle is of this store.

Errors returned are owned by the caller. A value in a slot belongs to this store.
"""

from __future__ import annotations

from typing import Any

from .library import ffi, lib
from .store import NativeStore
from .types import (
    FuncDescription,
    GlobalDescription,
    TableDescription,
    globaltype,
    tabletype,
    tagtype,
    take_globaltype,
    take_tabletype,
    take_tagtype,
)
from .values import new_values, set_number

__all__ = [
    "global_describe",
    "global_get",
    "global_new",
    "global_set",
    "identify",
    "table_describe",
    "table_get",
    "table_grow",
    "table_new",
    "table_set",
    "table_size",
    "tag_describe",
    "tag_equal",
    "tag_new",
]

# wasmtime_global_get(context, global, slot): writes the slot, with a root for a reference.
global_get = lib.wasmtime_global_get
# wasmtime_global_set(context, global, slot) -> error: checks type and mutability itself.
global_set = lib.wasmtime_global_set
# wasmtime_table_get(context, table, index, slot) -> whether the index is within the table.
table_get = lib.wasmtime_table_get


def global_new(store: NativeStore, description: GlobalDescription, value: Any) -> tuple[int, Any]:
    out = ffi.new("wasmtime_global_t *")
    with globaltype(*description) as type_:
        error = lib.wasmtime_global_new(store.context, type_, value, out)
    return error, out


def identify(store: NativeStore) -> int:
    """Learn wasmtime's number for the store, by making something in it: a constant global."""
    value = new_values(1)
    set_number(value[0], "i32", 0)
    error, made = global_new(store, GlobalDescription("i32", False), value)
    if not error:
        store.id = int(made.store_id)
    return store.id


def global_describe(store: NativeStore, global_: Any) -> GlobalDescription:
    return take_globaltype(lib.wasmtime_global_type(store.context, global_))


def table_new(store: NativeStore, description: TableDescription, init: Any) -> tuple[int, Any]:
    out = ffi.new("wasmtime_table_t *")
    with tabletype(*description) as type_:
        error = lib.wasmtime_table_new(store.context, type_, init, out)
    return error, out


def table_describe(store: NativeStore, table: Any) -> TableDescription:
    return take_tabletype(lib.wasmtime_table_type(store.context, table))


def table_size(store: NativeStore, table: Any) -> int:
    return int(lib.wasmtime_table_size(store.context, table))


def table_set(store: NativeStore, table: Any, index: int, value: Any) -> int:
    return int(lib.wasmtime_table_set(store.context, table, index, value))


def table_grow(store: NativeStore, table: Any, delta: int, init: Any) -> tuple[int, int]:
    """The error, and the previous size when there is none."""
    previous = ffi.new("uint64_t *")
    error = lib.wasmtime_table_grow(store.context, table, delta, init, previous)
    return error, previous[0]


def tag_new(store: NativeStore, payload: FuncDescription) -> tuple[int, Any]:
    out = ffi.new("wasmtime_tag_t *")
    with tagtype(*payload) as type_:
        error = lib.wasmtime_tag_new(store.context, type_, out)
    return error, out


def tag_describe(store: NativeStore, tag: Any) -> Any:
    return take_tagtype(lib.wasmtime_tag_type(store.context, tag))


def tag_equal(store: NativeStore, one: Any, other: Any) -> bool:
    return bool(lib.wasmtime_tag_eq(store.context, one, other))
