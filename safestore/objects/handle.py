"""Handles: what names something inside a store. Dead on its own when the store is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from typing_extensions import Self

from ..errors import ArgumentTypeError
from ..native import handles as native
from ..native.store import NativeStore
from ..ownership.region import Region
from .storelike import not_a_store

__all__ = ["UNMADE", "Handle"]


class _Unmade:
    """Stands where a handle has no region yet; no storelike ever has it."""

    made_at = "nowhere"

    @property
    def acquire(self) -> NoReturn:
        """Asked for when a handle that was never made is given for a store."""
        raise ArgumentTypeError("expected a Store, got something else, which was never made")

    release = acquire


UNMADE: Any = _Unmade()


class Handle:
    """One thing inside a store: its region, and wasmtime's struct for it in `_raw`.

    A handle holds the region's state and no memory of the store.
    """

    _in_region: ClassVar[bool] = True
    _ctype: ClassVar[str]
    # The attribute under which plain wasmtime's code looks for its struct.
    _plain: ClassVar[str]
    _plain_class: ClassVar[type]
    _region: Region = UNMADE
    _raw: Any

    @classmethod
    def _wrap(cls, store: NativeStore, raw: Any) -> Self:
        """A handle for a struct that wasmtime has just filled in, in this store."""
        handle = cls.__new__(cls)
        handle._raw = raw
        handle._region = store.region
        if not store.id:
            store.id = native.store_id(raw)
        return handle

    # Not for type checkers: they would take every misspelt name for an attribute.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            # Only for what is not there: plain wasmtime's private struct, for its own code.
            if name == type(self)._plain and "_raw" in self.__dict__:
                return native.to_ctypes(self._ctype, self._raw)
            if name == "_native":
                # Asked of a store, which this is not.
                raise not_a_store(self)
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    @classmethod
    def _from_raw(cls, struct: Any) -> NoReturn:
        raise TypeError(f"a safestore {cls.__name__} is not made from a pointer")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(
            f"a {type(self).__name__} cannot be pickled: it names something inside a store of "
            "this process"
        )

    def __repr__(self) -> str:
        region = self._region
        where = "not made" if region is UNMADE else f"of {region}"
        return f"<{type(self).__name__} {where}>"
