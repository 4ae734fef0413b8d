"""Handles: what names something inside a store. Dead on its own when the store is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from typing_extensions import Self

from ..errors import ArgumentTypeError
from ..native import handles as native
from ..native.store import NativeStore
from ..ownership.bundle import InRegion
from ..ownership.region import Region
from ..ownership.send import NotSend
from .storelike import not_a_store

__all__ = ["IN_THE_MAKING", "UNMADE", "Handle"]


class _Unmade:
    """Stands where a handle has no region yet; no storelike ever has it."""

    # No thread was ever prepared for it, so everybody asks.
    last = None

    def admit(self) -> NoReturn:
        """Asked when a handle that was never made is given for a store."""
        raise ArgumentTypeError("expected a Store, got something else, which was never made")


UNMADE: Any = _Unmade()
IN_THE_MAKING: Any = _Unmade()


def _plain_struct(handle: Any) -> Any:
    return native.to_ctypes(handle._ctype, handle._raw)


@NotSend.register
class Handle(InRegion):
    """One thing inside a store: its region, and wasmtime's struct for it in `_raw`.

    A handle holds the region's state and no memory of the store.
    """

    _in_region: ClassVar[bool] = True
    _ctype: ClassVar[str]
    # The attribute under which plain wasmtime's code looks for its struct.
    _plain: ClassVar[str]
    _plain_class: ClassVar[type]
    # Set in `__new__` and not here: an attribute that a class has too is slower to find.
    _region: Region
    _raw: Any

    def __new__(cls, *_: Any, **__: Any) -> Self:
        handle = super().__new__(cls)
        handle._region = UNMADE
        return handle

    def __init_subclass__(cls) -> None:
        # Plain wasmtime's private struct, for its own code.
        if "_plain" in cls.__dict__ and not TYPE_CHECKING:
            setattr(cls, cls._plain, property(_plain_struct))

    @property
    def _native(self) -> NoReturn:
        # Asked of a store, which this is not.
        raise not_a_store(self)

    @classmethod
    def _wrap(cls, store: NativeStore, raw: Any) -> Self:
        """A handle for a struct that wasmtime has just filled in, in this store."""
        handle = object.__new__(cls)
        handle._raw = raw
        handle._region = store.region
        if not store.id:
            store.id = native.store_id(raw)
        return handle

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
        where = f"of {region}" if isinstance(region, Region) else "not made"
        return f"<{type(self).__name__} {where}>"
