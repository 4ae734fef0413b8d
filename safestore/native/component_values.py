"""`wasmtime_component_val_t`: the values of components.

At every moment a slot holds a whole value that can be freed. It begins as the bool false, which
owns nothing; a container is attached when its elements are false, and only then are these filled
in; the kind of a slot changes when what it is to own is in place. So whoever makes a slot frees it
with `delete`, whatever came in between.
"""

from __future__ import annotations

import ctypes
from typing import Any

from wasmtime import _bindings

from .library import ffi, lib
from .owned import own

__all__ = [
    "NUMBERS",
    "clear",
    "container",
    "delete",
    "elements",
    "expect_kind",
    "field",
    "hand_over",
    "new_value",
    "new_values",
    "read_bytes",
    "read_case",
    "read_flags",
    "read_number",
    "read_resource",
    "read_text",
    "set_bytes",
    "set_case",
    "set_flags",
    "set_name",
    "set_number",
    "set_resource",
    "set_text",
    "slot_of",
]

_BOOL, _LIST, _RECORD, _TUPLE, _VARIANT, _OPTION, _RESULT, _FLAGS, _RESOURCE = (
    0,
    13,
    14,
    15,
    16,
    18,
    19,
    20,
    21,
)
# wasmtime's number and the member of the union, for what is stored in place.
NUMBERS = {
    "bool": (_BOOL, "boolean"),
    "s8": (1, "s8"),
    "u8": (2, "u8"),
    "s16": (3, "s16"),
    "u16": (4, "u16"),
    "s32": (5, "s32"),
    "u32": (6, "u32"),
    "s64": (7, "s64"),
    "u64": (8, "u64"),
    "f32": (9, "f32"),
    "f64": (10, "f64"),
    "char": (11, "character"),
}
_TEXTS = {"string": (12, "string"), "enum": (17, "enumeration")}
_CONTAINERS = {
    "list": _LIST,
    "record": _RECORD,
    "tuple": _TUPLE,
    "variant": _VARIANT,
    "option": _OPTION,
    "result": _RESULT,
    "flags": _FLAGS,
}
_NUMBER = {kind: number for kind, (number, _) in (NUMBERS | _TEXTS).items()} | _CONTAINERS
_U8 = NUMBERS["u8"][0]
_SIZE = ffi.sizeof("wasmtime_component_val_t")
_PAYLOAD = ffi.offsetof("wasmtime_component_val_t", "of")
# The u8 value of each byte, as it lies in memory.
_BYTES = tuple(
    bytes([_U8, *bytes(_PAYLOAD - 1), byte, *bytes(_SIZE - _PAYLOAD - 1)]) for byte in range(256)
)


def new_values(count: int) -> Any:
    """Zeroed memory for some values."""
    return ffi.new("wasmtime_component_val_t[]", count)


def new_value() -> Any:
    """Zeroed memory for one value: a slot."""
    return ffi.new("wasmtime_component_val_t *")


def delete(values: Any, count: int) -> None:
    """Free what `count` values own. The memory is dead afterwards."""
    for i in range(count):
        lib.wasmtime_component_val_delete(values + i)


def hand_over(slot: Any, out: Any) -> None:
    """Move a value to `out`, a slot of somebody else's that owns nothing yet."""
    out[0] = slot[0]
    slot.kind = _BOOL


def slot_of(value: Any) -> Any:
    """The slot that plain wasmtime's bindings mean by a struct or a pointer to one.

    It lives as long as what is given. Raises TypeError for anything else, ValueError for null.
    """
    if isinstance(value, ctypes.POINTER(_bindings.wasmtime_component_val_t)):
        value = value.contents
    if not isinstance(value, _bindings.wasmtime_component_val_t):
        raise TypeError(
            f"expected wasmtime's struct for a component value, got {type(value).__name__}"
        )
    return ffi.cast("wasmtime_component_val_t *", ctypes.addressof(value))


def expect_kind(slot: Any, kind: str) -> None:
    """Raise TypeError unless the slot holds a value of this kind."""
    if slot.kind != _NUMBER[kind]:
        raise TypeError(f"expected a value of type {kind}, got one of another type")


def clear(slot: Any) -> None:
    """Free what a slot of somebody else's holds, and leave it holding false."""
    lib.wasmtime_component_val_delete(slot)
    slot.of.boolean = False
    slot.kind = _BOOL


# Writing. A slot that is written holds false; the rest of its memory is anything.


def set_number(slot: Any, kind: str, value: Any) -> None:
    """`value` is in the range of `kind`, one of NUMBERS; of a char it is the code point."""
    number, member = NUMBERS[kind]
    setattr(slot.of, member, value)
    slot.kind = number


def set_text(slot: Any, kind: str, value: bytes) -> None:
    """A string, or the name of an enum's case; UTF-8. Copies the bytes."""
    number, member = _TEXTS[kind]
    lib.wasm_byte_vec_new(ffi.addressof(slot.of, member), len(value), value)
    slot.kind = number


def set_name(entry: Any, name: bytes) -> None:
    """The name of a record's field, which has none yet."""
    lib.wasm_byte_vec_new(ffi.addressof(entry, "name"), len(name), name)


def field(entries: Any, index: int) -> Any:
    """The slot of a record's field."""
    return ffi.addressof(entries[index], "val")


def container(slot: Any, kind: str, count: int) -> Any:
    """Make the slot a list, tuple or record of `count` times false; these are returned.

    Of a record these are the entries, each with a `val`. They live as long as the slot's value.
    """
    of = slot.of
    if kind == "record":
        lib.wasmtime_component_valrecord_new_uninit(ffi.addressof(of, "record"), count)
        slot.kind = _RECORD
        return of.record.data
    # Lists and tuples are one struct.
    if kind == "list":
        lib.wasmtime_component_vallist_new_uninit(ffi.addressof(of, "list"), count)
        slot.kind = _LIST
    else:
        lib.wasmtime_component_valtuple_new_uninit(ffi.addressof(of, "tuple"), count)
        slot.kind = _TUPLE
    return of.list.data


def set_bytes(slot: Any, value: bytes) -> None:
    """A list of u8."""
    data = container(slot, "list", len(value))
    if value:
        # Whole values of a kind that owns nothing, as many as were made.
        ffi.memmove(data, b"".join([_BYTES[byte] for byte in value]), len(value) * _SIZE)


def set_flags(slot: Any, names: list[bytes]) -> None:
    """The flags that are set."""
    lib.wasmtime_component_valflags_new_uninit(ffi.addressof(slot.of, "flags"), len(names))
    slot.kind = _FLAGS
    for i, name in enumerate(names):
        lib.wasm_byte_vec_new(slot.of.flags.data + i, len(name), name)


def _box() -> Any:
    """A false on wasmtime's heap, for a pointer in another value."""
    return lib.wasmtime_component_val_new(new_value())


def set_case(slot: Any, kind: str, name: str, loaded: bool) -> Any | None:
    """A case of a variant, option or result; the payload, false, is returned if it has one."""
    of = slot.of
    if kind == "option":
        of.option = ffi.NULL
        slot.kind = _OPTION
        if loaded:
            of.option = _box()
        return of.option
    if kind == "result":
        of.result.val = ffi.NULL
        of.result.is_ok = name == "ok"
        slot.kind = _RESULT
        if loaded:
            of.result.val = _box()
        return of.result.val
    encoded = name.encode()
    lib.wasm_byte_vec_new(ffi.addressof(of.variant, "discriminant"), len(encoded), encoded)
    of.variant.val = ffi.NULL
    slot.kind = _VARIANT
    if loaded:
        of.variant.val = _box()
    return of.variant.val


def set_resource(slot: Any, resource: Any) -> None:
    """A copy of a resource handle; the handle itself stays with its owner."""
    slot.of.resource = lib.wasmtime_component_resource_any_clone(resource)
    slot.kind = _RESOURCE


# Reading. The slot holds a value of the kind that is asked for, and goes on owning it.


def read_number(slot: Any, kind: str) -> Any:
    return getattr(slot.of, NUMBERS[kind][1])


def _text(vector: Any) -> str:
    return bytes(ffi.buffer(vector.data, vector.size)).decode() if vector.size else ""


def read_text(slot: Any, kind: str) -> str:
    return _text(getattr(slot.of, _TEXTS[kind][1]))


def elements(slot: Any, kind: str) -> list[Any]:
    """The elements of a list or tuple, or the values of a record's fields."""
    vector = slot.of.record if kind == "record" else slot.of.list
    data, count = vector.data, vector.size
    if kind == "record":
        return [ffi.addressof(data[i], "val") for i in range(count)]
    return [data + i for i in range(count)]


def read_bytes(slot: Any) -> bytes:
    """A list of u8."""
    vector = slot.of.list
    if not vector.size:
        return b""
    return bytes(memoryview(ffi.buffer(vector.data, vector.size * _SIZE))[_PAYLOAD::_SIZE])


def read_flags(slot: Any) -> set[str]:
    flags = slot.of.flags
    return {_text(flags.data[i]) for i in range(flags.size)}


def read_case(slot: Any, kind: str) -> tuple[str, Any]:
    """The name of the case of a variant, option or result, and its payload; null if none."""
    if kind == "option":
        return ("some" if slot.of.option else "none"), slot.of.option
    if kind == "result":
        return ("ok" if slot.of.result.is_ok else "err"), slot.of.result.val
    return _text(slot.of.variant.discriminant), slot.of.variant.val


def read_resource(slot: Any) -> Any:
    """A handle of its own to the resource."""
    return own(
        "component_resource_any", lib.wasmtime_component_resource_any_clone(slot.of.resource)
    )
