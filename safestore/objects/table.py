"""Table: references to functions or to Python objects, by index."""

from __future__ import annotations

from typing import Any

import wasmtime as raw

from ..native import items as native
from ..native.store import DROPPED
from ..native.values import Slot, new_values, unroot
from ..ownership.lock import NOT_OWNED
from ..ownership.thread import here
from .arguments import expect, size
from .externs import extern, wrap_func
from .guards import guarded
from .handle import Handle
from .outcome import check
from .storelike import Storelike, foreign, native_of, refuse, region_of
from .types import TableType
from .valtype import crossing
from .values import to_slot

__all__ = ["Table"]


@extern("table")
@guarded("Table")
class Table(Handle, raw.Table):
    """A table of references, by index."""

    _ctype = "wasmtime_table_t"
    _plain = "_table"
    _plain_class = raw.Table
    _kind: str | None = None
    # Memory for one element, or None while somebody uses it.
    _slot: Slot | None = None

    def __init__(self, store: Storelike, ty: raw.TableType, init: Any) -> None:
        """A new table with every element set to `init`.

        Raises TypeError for another type of value, ForeignStoreError for a function of another
        store, WasmtimeError when the store has no room for it.
        """
        description = expect(ty, TableType, "a TableType")._open()
        crossing(description.element)
        slot = new_values(1)
        try:
            to_slot(native_of(store), slot[0], description.element, init)
            error, made = native.table_new(native_of(store), description, slot)
        finally:
            unroot(slot, 1)
        check(error)
        self._raw = made
        self._kind = description.element

    def _elements(self, store: Storelike) -> str:
        # A table never changes its type.
        if self._kind is None:
            self._kind = native.table_describe(native_of(store), self._raw).element
        crossing(self._kind)
        return self._kind

    def type(self, store: Storelike) -> TableType:
        """The type of this table."""
        return TableType._of(native.table_describe(native_of(store), self._raw))

    def size(self, store: Storelike) -> int:
        """The number of elements."""
        return native.table_size(native_of(store), self._raw)

    def grow(self, store: Storelike, amt: int, init: Any) -> int:
        """Add `amt` elements, each `init`; returns the previous number of elements.

        Raises WasmtimeError when it cannot grow so far, and what setting an element raises.
        """
        count = size(amt, "the number of elements")
        slot = new_values(1)
        try:
            to_slot(native_of(store), slot[0], self._elements(store), init)
            error, previous = native.table_grow(native_of(store), self._raw, count, slot)
        finally:
            unroot(slot, 1)
        check(error)
        return previous

    def get(self, store: Storelike, idx: int) -> Any:
        """An element: a Func, a Python object, or None for the null reference.

        None as well when the table has no such index. Raises OverflowError for what no table can
        have: a negative index, or one beyond 64 bits.
        """
        region = region_of(store)
        if self._region is not region:
            foreign(self, store)
        if type(idx) is not int or not 0 <= idx < 2**64:
            idx = size(idx, "the index")
        slot, self._slot = self._slot, None
        if slot is None:
            slot = Slot()
        entrant = here.entrant
        if region.last is not entrant:
            region.admit()
        try:
            if not region.acquire(False):
                refuse(region, store)
            if region.last is not entrant:
                region.prepare(False)
            native_store = store._native  # type: ignore[union-attr]
            kind = self._kind or self._elements(store)
            found = None
            if native.table_get(native_store.context, self._raw, idx, slot.values):
                if kind == "funcref":
                    handle = slot.func
                    if handle is not None:
                        found = native_store.funcs.get(handle) or wrap_func(native_store, handle)
                elif kind == "externref":
                    found = slot.externref(native_store)
                    if DROPPED:
                        native_store.sweep()
                else:
                    crossing(kind)
            self._slot = slot
            return found
        finally:
            try:
                region.release()
            except RuntimeError as error:
                if error.args != NOT_OWNED:
                    raise

    def set(self, store: Storelike, idx: int, val: Any) -> None:
        """Set an element.

        Raises WasmtimeError when the table has no such index, OverflowError for an index that no
        table can have, TypeError for another type of value, ForeignStoreError for a function of
        another store.
        """
        index = size(idx, "the index")
        slot = new_values(1)
        try:
            to_slot(native_of(store), slot[0], self._elements(store), val)
            error = native.table_set(native_of(store), self._raw, index, slot)
        finally:
            unroot(slot, 1)
        check(error)
