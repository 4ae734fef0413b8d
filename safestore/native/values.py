"""`wasmtime_val_t`: single values, for what no numeric plan covers.

A slot that holds an externref owns a root in its store until it is unrooted, under the region.
"""

from __future__ import annotations

from struct import Struct
from typing import Any

from .library import ffi, lib
from .store import NativeStore

__all__ = [
    "EXTERNREF",
    "FUNCREF",
    "KINDS",
    "Slot",
    "new_values",
    "read_externref",
    "read_number",
    "set_externref",
    "set_funcref",
    "set_number",
    "unroot",
]

# wasmtime's number for each kind; the other way around, a tuple.
KINDS = {"i32": 0, "i64": 1, "f32": 2, "f64": 3, "v128": 4, "funcref": 5, "externref": 6}
FUNCREF = KINDS["funcref"]
EXTERNREF = KINDS["externref"]
_VALUES = ffi.typeof("wasmtime_val_t[]")
_NUMBERS = ("i32", "i64", "f32", "f64")


def new_values(count: int) -> Any:
    """Zeroed memory for some values; zero is the i32 0."""
    return ffi.new(_VALUES, count)


class Slot:
    """Memory for one value, to be used again: who takes it from where it is kept puts None there.

    `values` is the memory, `buffer` a view of it: the kind at 0, the value from 8 on.
    """

    __slots__ = ("buffer", "values")

    def __init__(self) -> None:
        self.values = ffi.new(_VALUES, 1)
        self.buffer = ffi.buffer(self.values)

    @property
    def func(self) -> bytes | None:
        """The bytes of the handle in a slot that holds a function reference; None when null."""
        handle: bytes = self.buffer[8:24]
        return None if handle[:8] == _NULL else handle

    def number(self, kind: str) -> int | float:
        """The value of a slot whose kind is this numeric one."""
        return _LOAD[kind](self.buffer, 8)[0]  # type: ignore[no-any-return]

    def externref(self, store: NativeStore) -> Any:
        """The object of a slot that holds an externref, whose root is given up."""
        try:
            return read_externref(store, self.values[0])
        finally:
            lib.wasmtime_val_unroot(self.values)


_NULL = bytes(8)
_LOAD = {
    kind: Struct(f"={code}").unpack_from
    for kind, code in (("i32", "i"), ("i64", "q"), ("f32", "f"), ("f64", "d"))
}


def set_number(slot: Any, kind: str, value: int | float) -> None:
    """`value` is in the range of `kind`, the signed one for integers."""
    slot.kind = KINDS[kind]
    setattr(slot.of, kind, value)


def read_number(slot: Any) -> int | float:
    """The value of a slot whose kind is numeric."""
    return getattr(slot.of, _NUMBERS[slot.kind])  # type: ignore[no-any-return]


def set_externref(store: NativeStore, slot: Any, value: Any) -> bool:
    """Root a reference to `value`; False when wasmtime is out of memory. None is the null."""
    if value is None:
        # A zero store id is the null reference. The slot may be wasmtime's, with anything in it.
        slot.of.externref.store_id = 0
        slot.kind = EXTERNREF
        return True
    if not store.new_externref(value, ffi.addressof(slot.of, "externref")):
        return False
    slot.kind = EXTERNREF
    return True


def read_externref(store: NativeStore, slot: Any) -> Any:
    """The object that the slot refers to, None for the null reference."""
    reference = slot.of.externref
    if not reference.store_id:
        return None
    return store.externref(ffi.addressof(slot.of, "externref"))


def set_funcref(slot: Any, func: Any) -> None:
    """`func` is a handle of the same store, or None for the null reference."""
    if func is None:
        slot.of.funcref.store_id = 0
    else:
        slot.of.funcref = func[0]
    slot.kind = FUNCREF


def unroot(values: Any, count: int) -> None:
    """Give up the roots of `count` values, which are dead afterwards. The region is held."""
    for i in range(count):
        if values[i].kind == EXTERNREF:
            lib.wasmtime_val_unroot(values + i)
