"""Caller: the store as a host function sees it, for as long as the host function runs (C1)."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

import wasmtime as raw

from ..errors import WasmtimeError
from ..native.caller import caller_export, store_of_caller
from ..native.store import NativeStore, context_pointer
from ..ownership.lock import NOT_OWNED
from ..ownership.region import Region
from ..ownership.send import NotSend
from ..ownership.thread import here
from .arguments import name as encoded
from .externs import AsExtern, wrap
from .guards import guarded
from .storelike import native_of, refuse, stale

__all__ = ["Caller", "caller_of"]


@guarded("Caller")
@NotSend.register
class Caller(raw.Caller):
    """Given to a host function made with `access_caller=True`; goes wherever a store goes.

    It works inside that host function and on its thread, and nowhere else.
    """

    __reduce__: ClassVar[None]  # type: ignore[assignment]
    # None once the host function has returned; set by the trampoline, which must not call.
    _region: Region | None = None
    _native: NativeStore | None = None
    _pointer: int

    def __init__(self, ptr: Any) -> None:
        raise WasmtimeError("cannot construct a Caller directly: host functions are given one")

    def __getitem__(self, name: str) -> AsExtern:
        """An export of the calling instance.

        Raises KeyError when there is none, StaleCallerError outside the host function.
        """
        if self._region is None:
            raise stale(self)
        found = self.get(name)
        if found is None:
            raise KeyError(f"failed to find export {name}")
        return found

    def get(self, name: str) -> AsExtern | None:
        """An export of the calling instance; None when there is none or the call is over.

        Raises StaleCallerError on another thread.
        """
        wanted = encoded(name, "the name of an export")
        region = self._region
        if region is None:
            return None
        entrant = here.entrant
        if region.last is not entrant:
            region.admit()
        try:
            if not region.acquire(False):
                refuse(region, self)
            if region.last is not entrant:
                region.prepare(False)
            item = caller_export(self._pointer, wanted)
            return None if item is None else wrap(native_of(self), item)
        finally:
            try:
                region.release()
            except RuntimeError as error:
                if error.args != NOT_OWNED:
                    raise

    def _context(self) -> Any:
        return context_pointer(native_of(self))

    def _invalidate(self) -> None:
        self._region = None

    def __copy__(self) -> Caller:
        return self

    def __deepcopy__(self, memo: object) -> Caller:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a Caller cannot be pickled: it lives as long as one host function runs")

    def __repr__(self) -> str:
        return f"<Caller ({'over' if self._region is None else 'in its host function'})>"


def _made(native: NativeStore, pointer: int) -> Caller:
    caller = Caller.__new__(Caller)
    caller._native = native
    caller._pointer = pointer
    caller._region = native.region
    return caller


def caller_of(pointer: int) -> Caller:
    """The Caller for a native caller whose frame is on this thread's stack."""
    return _made(store_of_caller(pointer), pointer)
