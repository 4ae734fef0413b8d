"""What a type is to the rules: a store, a pin, a token, a view.

Classes are known by the full name of a base: safestore's derive from wasmtime's, so that one name
stands for both.
"""

from __future__ import annotations

from enum import Enum

from mypy.nodes import TypeInfo
from mypy.types import Instance, ProperType, TupleType, Type, TypeVarType, UnionType
from mypy.types import get_proper_type as proper

__all__ = ["Kind", "kind_of_class", "kinds_of", "pinned_type"]


class Kind(Enum):
    """What the values of a class are."""

    STORE = "store"
    HANDLE = "handle"
    """Made in one store: a Func, an Instance, a Memory, its exports."""
    LINKER = "linker"
    """Bound to no store until something of one is defined in it."""
    PIN = "pin"
    TOKEN = "token"
    VIEW = "view"
    CALLER = "caller"
    """Good inside one call of a host function."""
    SHARED = "shared"
    """Send and Sync: an Engine, a Module."""


_KINDS: dict[str, Kind] = {
    "wasmtime._store.Store": Kind.STORE,
    "wasmtime._store.StoreContext": Kind.CALLER,
    "wasmtime._func.Caller": Kind.CALLER,
    "wasmtime._func.Func": Kind.HANDLE,
    "wasmtime._globals.Global": Kind.HANDLE,
    "wasmtime._instance.Instance": Kind.HANDLE,
    "wasmtime._instance.InstanceExports": Kind.HANDLE,
    "wasmtime._memory.Memory": Kind.HANDLE,
    "wasmtime._table.Table": Kind.HANDLE,
    "wasmtime._tag.Tag": Kind.HANDLE,
    "wasmtime._value.Val": Kind.HANDLE,
    "wasmtime._linker.Linker": Kind.LINKER,
    "wasmtime.component._func.Func": Kind.HANDLE,
    "wasmtime.component._func.PostReturn": Kind.HANDLE,
    "wasmtime.component._instance.Instance": Kind.HANDLE,
    "wasmtime.component._linker.Linker": Kind.LINKER,
    "wasmtime.component._linker.LinkerInstance": Kind.LINKER,
    "wasmtime.component._resources.ResourceAny": Kind.HANDLE,
    "safestore.ownership.pinned.Pinned": Kind.PIN,
    "safestore.ownership.pinned.TransferToken": Kind.TOKEN,
    "safestore.objects.view.MemoryView": Kind.VIEW,
    "wasmtime._engine.Engine": Kind.SHARED,
    "wasmtime._module.Module": Kind.SHARED,
    "wasmtime._config.Config": Kind.SHARED,
    "wasmtime._instance_pre.InstancePre": Kind.SHARED,
    "wasmtime._sharedmemory.SharedMemory": Kind.SHARED,
    "wasmtime._trap.Trap": Kind.SHARED,
    "wasmtime._wasi.WasiConfig": Kind.SHARED,
    "wasmtime.component._component.Component": Kind.SHARED,
    # Descriptions: of types, of imports and exports.
    "wasmtime._types.ValType": Kind.SHARED,
    "wasmtime._types.FuncType": Kind.SHARED,
    "wasmtime._types.GlobalType": Kind.SHARED,
    "wasmtime._types.Limits": Kind.SHARED,
    "wasmtime._types.TableType": Kind.SHARED,
    "wasmtime._types.MemoryType": Kind.SHARED,
    "wasmtime._types.TagType": Kind.SHARED,
    "wasmtime._types.ImportType": Kind.SHARED,
    "wasmtime._types.ExportType": Kind.SHARED,
}

# What safestore's own classes of things in a region have in common; the store is one of them.
_IN_REGION = "safestore.ownership.bundle.InRegion"


def kind_of_class(info: TypeInfo) -> Kind | None:
    """What the instances of a class are; None when the rules know nothing of it."""
    found = None
    for base in info.mro:
        kind = _KINDS.get(base.fullname)
        if kind is not None:
            return kind
        if base.fullname == _IN_REGION:
            found = Kind.HANDLE
    return found


def kinds_of(type: Type | None) -> frozenset[Kind]:
    """What a value of a type may be, at the top: what a container holds is not looked at."""
    if type is None:
        return frozenset()
    type = proper(type)
    if isinstance(type, Instance):
        kind = kind_of_class(type.type)
        return frozenset() if kind is None else frozenset((kind,))
    if isinstance(type, UnionType):
        return frozenset(kind for item in type.items for kind in kinds_of(item))
    if isinstance(type, TypeVarType):
        return kinds_of(type.upper_bound)
    if isinstance(type, TupleType):
        return kinds_of(type.partial_fallback)
    return frozenset()


def pinned_type(type: ProperType) -> ProperType | None:
    """`T` of a `Pinned[T]` or a `TransferToken[T]`; None for anything else."""
    if isinstance(type, Instance):
        for base in type.type.mro:
            if _KINDS.get(base.fullname) in (Kind.PIN, Kind.TOKEN):
                if type.type is base and type.args:
                    return proper(type.args[0])
                break
    return None
