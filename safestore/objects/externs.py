"""What a module imports and exports: Func, Global, Table, Memory, SharedMemory, Tag.

The classes enter themselves in a register, so that those who hand externs about (instances,
linkers, callers) and those who are handed about need not import each other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import wasmtime as raw

from ..errors import ArgumentTypeError, ForeignStoreError
from ..native import handles as native
from ..native.items import identify
from ..native.store import NativeStore
from ..ownership.region import Region
from .handle import Handle

__all__ = [
    "AsExtern",
    "as_func",
    "expect_own",
    "extern",
    "fill",
    "plain_class_of",
    "wrap",
    "wrap_func",
]

AsExtern = raw.Func | raw.Table | raw.Memory | raw.SharedMemory | raw.Global | raw.Tag

T = TypeVar("T", bound=type)

_classes: dict[int, Any] = {}
_FUNC = native.EXTERN_FIELDS.index("func")
_MEMORY = native.EXTERN_FIELDS.index("memory")
_SHARED_MEMORY = native.EXTERN_FIELDS.index("sharedmemory")
_PLAIN = (raw.Func, raw.Global, raw.Table, raw.Memory, raw.SharedMemory, raw.Tag)


def extern(field: str) -> Callable[[T], T]:
    """Class decorator: this is the class for externs of that kind."""
    kind = native.EXTERN_FIELDS.index(field)

    def register(cls: T) -> T:
        cls._extern_kind = kind  # type: ignore[attr-defined]
        _classes[kind] = cls
        return cls

    return register


def wrap(store: NativeStore, item: Any) -> Any:
    """The object for an extern that wasmtime has just filled in, in this store."""
    kind = item.kind
    cls = _classes[kind]
    if kind == _SHARED_MEMORY:
        return cls._own(native.take_shared_memory(item), store.engine)
    if kind == _MEMORY:
        return wrap_memory(store, native.extern_field(item))
    return cls._wrap(store, native.copy_handle(cls._ctype, native.extern_field(item)))


def wrap_memory(store: NativeStore, struct: Any) -> Any:
    """The Memory for a handle of this store: one object, which learns where its bytes are."""
    key = native.memory_numbers(struct)
    found = store.memories.get(key)
    if found is None:
        cls = _classes[_MEMORY]
        found = cls._wrap(store, native.copy_handle(cls._ctype, struct))
        store.memories[key] = found
    return found


def wrap_func(store: NativeStore, handle: bytes) -> Any:
    """The Func for a function reference of this store, given by the bytes of its handle."""
    found = store.funcs.get(handle)
    if found is None:
        cls = _classes[_FUNC]
        found = store.funcs[handle] = cls._wrap(store, native.handle_from(cls._ctype, handle))
    return found


def _own_class(value: object) -> Any | None:
    for cls in _classes.values():
        if isinstance(value, cls):
            return cls
    return None


def _belonging(value: Any, region: Region, what: str) -> Any:
    """The struct of a handle, which has to be of this region."""
    if value._region is region:
        return value._raw
    kind = type(value).__name__
    if not isinstance(value._region, Region):
        raise ValueError(f"never initialized: this {kind} was not made")
    raise ForeignStoreError(
        f"{what} is a {kind} of {value._region}, and was used with {region}; make or look it up "
        "in the store that you use"
    )


def plain_class_of(value: object) -> Any:
    """The class for an object that plain wasmtime has made. Raises TypeError for others."""
    for cls in _classes.values():
        if issubclass(cls, Handle) and isinstance(value, cls._plain_class):
            return cls
    raise ArgumentTypeError(f"a plain {type(value).__name__} of wasmtime cannot be adopted")


def _adopted(value: Any, store: NativeStore, what: str) -> Any:
    """The struct of an object that plain wasmtime has made in a store of ours.

    wasmtime numbers its stores, so this can be told without touching the native side.
    """
    cls = plain_class_of(value)
    struct = native.from_ctypes(cls._ctype, getattr(value, cls._plain))
    if native.store_id(struct) == (store.id or identify(store)):
        return struct
    raise ArgumentTypeError(
        f"{what} was made by plain wasmtime in another store; make it with safestore, or hand it "
        "over with safestore.unsafe.adopt"
    )


def as_func(value: Any, store: NativeStore, what: str) -> Any:
    """The native handle of a Func of this store.

    Raises TypeError for what is no Func, ForeignStoreError for one of another store.
    """
    if isinstance(value, _classes[_FUNC]):
        return _belonging(value, store.region, what)
    if isinstance(value, raw.Func):
        return _adopted(value, store, what)
    raise TypeError(f"don't know how to convert {value!r} to a funcref: expected a Func or None")


def expect_own(store: NativeStore, handle: Any, what: str) -> None:
    """Raise ForeignStoreError unless wasmtime's answer belongs to this store.

    A linker answers with the items of whichever store they were defined for.
    """
    own = store.id or identify(store)
    theirs = native.extern_store_id(handle)
    if theirs and theirs != own:
        raise ForeignStoreError(
            f"{what} belongs to another Store than {store.region}; look it up in the store that "
            "it was defined for"
        )


def fill(item: Any, value: Any, store: NativeStore, what: str) -> Any:
    """Fill in a native extern from an object. Returns what must live until it was read.

    Raises TypeError for other objects, ForeignStoreError for one of another store,
    ForeignEngineError for a shared memory of another engine.
    """
    cls = _own_class(value)
    if cls is None:
        if not isinstance(value, _PLAIN):
            raise TypeError(
                "expected a Func, Global, Memory, SharedMemory, Tag, or Table as "
                f"{what}, got {type(value).__name__}"
            )
        handle = _adopted(value, store, what)
        kind = plain_class_of(value)._extern_kind
    elif cls._extern_kind == _SHARED_MEMORY:
        handle, kind = value._for(store.engine), _SHARED_MEMORY
    else:
        handle, kind = _belonging(value, store.region, what), cls._extern_kind
    native.set_extern(item, kind, handle)
    return handle
