"""Resources: what a component or the host hands out without showing it."""

from __future__ import annotations

from typing import Any, NoReturn

from typing_extensions import Self
from wasmtime import component as raw

from ..errors import ForeignStoreError, WasmtimeError
from ..native import component as native
from ..native.component_shapes import Shape, equal
from ..native.store import NativeStore
from ..objects.arguments import number
from ..objects.handle import UNMADE
from ..objects.outcome import check, run_guest
from ..objects.owned import Owned
from ..objects.storelike import Storelike, native_of
from ..ownership.bundle import InRegion
from ..ownership.region import Region
from ..ownership.send import NotSend, Sync
from ._guards import guarded

__all__ = ["ResourceAny", "ResourceHost", "ResourceType"]


@Sync.register
class ResourceType(Owned, raw.ResourceType):
    """Which resource something is. Immutable; shared by threads and stores."""

    _kind = "component_resource_type"

    def __init__(self) -> None:
        raise WasmtimeError("cannot construct a ResourceType directly: use ResourceType.host")

    @classmethod
    def _of(cls, native_type: Any) -> Self:
        made = cls.__new__(cls)
        made._native = native_type
        return made

    @classmethod
    def host(cls, val: int) -> Self:
        """The type of the host's resources that go by this number.

        Raises TypeError for what is no integer, OverflowError beyond 32 bits.
        """
        return cls._of(native.host_resource_type(_word(val, "the number of a resource type")))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ResourceType):
            return False
        return equal(Shape("own", self._open()), Shape("own", other._open()))

    __hash__ = None  # type: ignore[assignment]

    def _consume(self) -> NoReturn:
        raise TypeError("a ResourceType is shared and cannot be taken")


def _word(value: Any, what: str) -> int:
    return number(value, what, 0, 2**32 - 1)


@guarded("component.ResourceAny")
@NotSend.register
class ResourceAny(InRegion, Owned, raw.ResourceAny):
    """A resource, the guest's or the host's, in the store that it was met in.

    Drop it, pass it on or convert it: what is forgotten stays in the store until that is closed.
    """

    _kind = "component_resource_any"
    _in_region = True
    _region: Region = UNMADE

    def __init__(self) -> None:
        raise WasmtimeError("cannot construct a ResourceAny directly: a component hands it out")

    @classmethod
    def _own(cls, store: NativeStore, resource: Any) -> Self:
        made = cls.__new__(cls)
        made._native = resource
        made._region = store.region
        return made

    def _open_in(self, store: NativeStore) -> Any:
        """The native handle, for a use in this store. Raises ForeignStoreError, ClosedError."""
        if self._region is not store.region:
            if self._region is UNMADE:
                raise ValueError("never initialized: this ResourceAny was not made")
            raise ForeignStoreError(
                f"this resource belongs to {self._region}, and was used with {store.region}; a "
                "resource means nothing in another store"
            )
        return self._open()

    @property
    def type(self) -> ResourceType:
        """Which resource it is."""
        return ResourceType._of(native.resource_type(self._open()))

    @property
    def owned(self) -> bool:
        """Whether it is an `own`, and not a `borrow`."""
        return native.resource_is_owned(self._open())

    def drop(self, store: Storelike) -> None:
        """Let go of the resource; its destructor runs, the guest's or the host's.

        Raises WasmtimeError when it is gone already or still lent out, what a host function
        raised on the way, ForeignStoreError when it belongs to another store.
        """
        native_store = native_of(store)
        resource = self._open()
        run_guest(native_store, lambda: (native.resource_drop(native_store, resource), 0, None))

    def to_host(self, store: Storelike) -> ResourceHost:
        """The host's resource that it stands for. This one is used up.

        Raises WasmtimeError when it is the guest's, or gone already, ForeignStoreError when it
        belongs to another store.
        """
        error, host = native.resource_to_host(native_of(store), self._open())
        check(error)
        return ResourceHost._own(host)


@guarded("component.ResourceHost")
class ResourceHost(Owned, raw.ResourceHost):
    """A resource of the host: two numbers that only the host understands. Belongs to no store."""

    _kind = "component_resource_host"

    def __init__(self) -> None:
        raise WasmtimeError(
            "cannot construct a ResourceHost directly: use ResourceHost.own or ResourceHost.borrow"
        )

    @classmethod
    def _own(cls, host: Any) -> Self:
        made = cls.__new__(cls)
        made._native = host
        return made

    @classmethod
    def _new(cls, owned: bool, rep: int, ty: int) -> Self:
        return cls._own(
            native.resource_host(owned, _word(rep, "rep"), _word(ty, "the resource type"))
        )

    @classmethod
    def own(cls, rep: int, ty: int) -> Self:
        """An owned resource; `rep` tells which, `ty` of which type.

        Raises TypeError for what is no integer, OverflowError beyond 32 bits.
        """
        return cls._new(True, rep, ty)

    @classmethod
    def borrow(cls, rep: int, ty: int) -> Self:
        """A borrowed one. Raises what `own` raises."""
        return cls._new(False, rep, ty)

    @property
    def rep(self) -> int:
        """Which resource it is."""
        return native.resource_host_facts(self._open())[0]

    @property
    def type(self) -> int:
        """The number of its type."""
        return native.resource_host_facts(self._open())[1]

    @property
    def owned(self) -> bool:
        """Whether it is an `own`, and not a `borrow`."""
        return native.resource_host_facts(self._open())[2]

    def to_any(self, store: Storelike) -> ResourceAny:
        """A resource of `store` that stands for it."""
        native_store = native_of(store)
        error, resource = native.resource_to_any(native_store, self._open())
        check(error)
        return ResourceAny._own(native_store, resource)
