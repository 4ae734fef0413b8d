"""Global: one value that the guest and the host share."""

from __future__ import annotations

from typing import Any

import wasmtime as raw

from ..errors import WasmtimeError
from ..native import items as native
from ..native.store import DROPPED
from ..native.types import NUMERIC, GlobalDescription
from ..native.values import Slot, new_values, unroot
from ..ownership.lock import NOT_OWNED
from ..ownership.thread import here
from .arguments import kind_of
from .externs import extern, wrap_func
from .guards import guarded
from .handle import Handle
from .outcome import check
from .storelike import Storelike, foreign, native_of, refuse, region_of
from .types import GlobalType
from .valtype import crossing
from .values import to_slot

__all__ = ["Global"]


@extern("global_")
@guarded("Global")
class Global(Handle, raw.Global):
    """A global variable of an instance, or one that the host made."""

    _ctype = "wasmtime_global_t"
    _plain = "_global"
    _plain_class = raw.Global
    # A global never changes its type.
    _description: GlobalDescription | None = None
    # Memory for the value, or None while somebody uses it.
    _slot: Slot | None = None

    def __init__(self, store: Storelike, ty: raw.GlobalType, val: Any) -> None:
        """A new global that holds `val`.

        Raises TypeError for another type of value, OverflowError for a number that does not fit,
        ForeignStoreError for a function of another store.
        """
        if not isinstance(ty, GlobalType):
            raise TypeError(f"expected a GlobalType, got {kind_of(ty)}")
        description: GlobalDescription = ty._open()
        crossing(description.content)
        slot = new_values(1)
        try:
            to_slot(native_of(store), slot[0], description.content, val)
            error, made = native.global_new(native_of(store), description, slot)
        finally:
            unroot(slot, 1)
        check(error)
        self._raw = made
        self._description = description

    def _describe(self, store: Storelike) -> GlobalDescription:
        if self._description is None:
            self._description = native.global_describe(native_of(store), self._raw)
        crossing(self._description.content)
        return self._description

    def type(self, store: Storelike) -> GlobalType:
        """The type of this global."""
        return GlobalType._of(native.global_describe(native_of(store), self._raw))

    def value(self, store: Storelike) -> Any:
        """The value: a number, a Func, a Python object, or None for the null reference.

        Raises TypeError when its type cannot be passed to Python.
        """
        region = region_of(store)
        if self._region is not region:
            foreign(self, store)
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
            kind = (self._description or self._describe(store)).content
            if kind not in NUMERIC:
                crossing(kind)
            native.global_get(native_store.context, self._raw, slot.values)
            if kind in NUMERIC:
                found: Any = slot.number(kind)
            elif kind == "funcref":
                handle = slot.func
                found = None if handle is None else wrap_func(native_store, handle)
            else:
                found = slot.externref(native_store)
                if DROPPED:
                    native_store.sweep()
            self._slot = slot
            return found
        finally:
            try:
                region.release()
            except RuntimeError as error:
                if error.args != NOT_OWNED:
                    raise

    def set_value(self, store: Storelike, val: Any) -> None:
        """Set the value.

        Raises WasmtimeError when the global is constant, and what making one raises.
        """
        region = region_of(store)
        if self._region is not region:
            foreign(self, store)
        slot = new_values(1)
        entrant = here.entrant
        if region.last is not entrant:
            region.admit()
        try:
            if not region.acquire(False):
                refuse(region, store)
            if region.last is not entrant:
                region.prepare(False)
            native_store = store._native  # type: ignore[union-attr]
            description = self._describe(store)
            if not description.mutable:
                raise WasmtimeError("immutable global cannot be set: it was declared constant")
            try:
                to_slot(native_store, slot[0], description.content, val)
                check(native.global_set(native_store.context, self._raw, slot))
            finally:
                unroot(slot, 1)
                if DROPPED:
                    native_store.sweep()
        finally:
            try:
                region.release()
            except RuntimeError as error:
                if error.args != NOT_OWNED:
                    raise
