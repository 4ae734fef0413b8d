"""StoreContext: the store as a component's host function sees it, while it runs (C1)."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

import wasmtime as raw

from ..errors import WasmtimeError
from ..native.store import NativeStore, context_pointer
from ..ownership.region import Region
from ..ownership.send import NotSend
from .guards import guarded
from .storelike import native_of

__all__ = ["StoreContext", "context_in"]


@guarded("StoreContext")
@NotSend.register
class StoreContext(raw.StoreContext):
    """Given to host functions of components; goes wherever a store goes.

    It works inside that host function and on its thread, and nowhere else.
    """

    __reduce__: ClassVar[None]  # type: ignore[assignment]
    # None once the host function has returned; set by the trampoline, which must not call.
    _region: Region | None = None
    _native: NativeStore | None = None

    def __init__(self, ptr: Any) -> None:
        raise WasmtimeError(
            "cannot construct a StoreContext directly: host functions of components are given one"
        )

    def _context(self) -> Any:
        return context_pointer(native_of(self))

    def _invalidate(self) -> None:
        self._region = None

    def __copy__(self) -> StoreContext:
        return self

    def __deepcopy__(self, memo: object) -> StoreContext:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a StoreContext cannot be pickled: it lives as long as one host function")

    def __repr__(self) -> str:
        return f"<StoreContext ({'over' if self._region is None else 'in its host function'})>"


def context_in(store: NativeStore) -> StoreContext:
    """The StoreContext for a host function that this store is about to call."""
    context = StoreContext.__new__(StoreContext)
    context._native = store
    context._region = store.region
    return context
