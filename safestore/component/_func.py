"""Func: calling a component."""

from __future__ import annotations

from typing import Any

from wasmtime import component as raw

from ..errors import WasmtimeError
from ..native import component as native
from ..native.component_shapes import FuncShape, func_shape
from ..native.component_values import delete, new_value, new_values
from ..native.store import DROPPED, NativeStore
from ..objects.handle import Handle
from ..objects.outcome import check, run_guest
from ..objects.storelike import Storelike, foreign, native_of, refuse, region_of
from ..ownership.lock import NOT_OWNED
from ..ownership.thread import here
from ._guards import guarded
from ._types import FuncType
from ._values import Lowering, expect_crossing, lift, lower

__all__ = ["Func"]


@guarded("component.Func")
class Func(Handle, raw.Func):
    """A function that an instance of a component exports."""

    _ctype = "wasmtime_component_func_t"
    _plain = "_func"
    _plain_class = raw.Func
    # The type, learned when it is first needed; a function never changes it.
    _functype: Any = None
    _shape: FuncShape | None = None

    def __init__(self) -> None:
        raise WasmtimeError("cannot construct a Func directly: use Instance.get_func")

    def type(self, store: Storelike) -> FuncType:
        """The type of this function."""
        return FuncType._of(self._native_type(native_of(store)))

    def _native_type(self, store: NativeStore) -> Any:
        if self._functype is None:
            self._functype = native.type_of_func(store, self._raw)
        return self._functype

    def _crossing_shape(self, store: NativeStore) -> FuncShape:
        shape = self._shape
        if shape is None:
            shape = func_shape(self._native_type(store))
            params, result = shape
            expect_crossing((param for _, param in params), "a parameter of the function")
            if result is not None:
                expect_crossing([result], "the result of the function")
            self._shape = shape
        return shape

    def __call__(self, store: Storelike, *params: Any) -> Any:
        """Call the function; its result, None when it has none.

        Raises WasmtimeError when the guest traps or a value is not of its type, what a host
        function raised on the way, TypeError, ValueError, OverflowError and AttributeError for
        arguments that do not convert, and the errors of entering a store (see the list in
        safestore.errors).
        """
        region = region_of(store)
        if self._region is not region:
            foreign(self, store)
        entrant = here.entrant
        if region.last is not entrant:
            region.admit()
        try:
            if not region.acquire(False):
                refuse(region, store)
            if region.last is not entrant:
                region.prepare(True)
            native_store = native_of(store)
            result = self._call(native_store, params)
            if DROPPED:
                native_store.sweep()
            return result
        finally:
            try:
                region.release()
            except RuntimeError as error:
                if error.args != NOT_OWNED:
                    raise

    def _call(self, store: NativeStore, params: tuple[Any, ...]) -> Any:
        shapes, result = self._crossing_shape(store)
        if len(params) != len(shapes):
            raise TypeError(
                f"wrong number of parameters provided: given {len(params)}, expected {len(shapes)}"
            )
        lowering = Lowering(store)
        count = 0 if result is None else 1
        given = new_values(len(shapes))
        taken = new_value()
        try:
            for i, (_, shape) in enumerate(shapes):
                lower(shape, params[i], given + i, lowering)
            lowering.give()
            run_guest(
                store,
                lambda: (native.call(store, self._raw, given, len(shapes), taken, count), 0, None),
            )
            return None if result is None else lift(result, taken, store)
        finally:
            delete(given, len(shapes))
            delete(taken, 1)

    def post_return(self, store: Storelike) -> None:
        """What a version of wasmtime that wants it does after a call. Otherwise it does nothing."""
        check(native.post_return(native_of(store), self._raw))
