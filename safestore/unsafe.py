"""Every escape hatch, and nothing else. Each function says what its caller has to prove.

What safestore refuses it refuses because it cannot know; who uses this module claims to know.
"""

from __future__ import annotations

import weakref
from typing import Any, overload

import wasmtime as raw

from .native.handles import from_ctypes
from .native.owned import address_of, own
from .native.store import NativeStore
from .native.trap_handlers import needed, restore
from .objects.engine import Engine
from .objects.externs import plain_class_of
from .objects.instance import Instance
from .objects.module import Module
from .objects.store import Store, new_region
from .objects.storelike import native_of, region_of
from .ownership.orphan import reclaim

__all__ = ["adopt", "reclaim", "restore_trap_handlers"]

# An engine of unknown configuration: every memory that can grow is taken for one that may move.
_UNKNOWN = {"target": "unknown"}


@overload
def adopt(item: raw.Engine) -> Engine: ...
@overload
def adopt(item: raw.Module, owner: Engine) -> Module: ...
@overload
def adopt(item: raw.Store, owner: Engine) -> Store: ...
@overload
def adopt(item: Any, owner: Store) -> Any: ...
def adopt(item: Any, owner: Any = None) -> Any:
    """Take over an object that plain wasmtime has made, and return its guarded twin.

    An Engine, Module or Store is moved: plain wasmtime's object is closed afterwards. `owner` is
    the adopted Engine that a Module or a Store belongs to, and the adopted Store that a Func,
    Global, Table, Memory, Tag or Instance belongs to; these are only named anew.

    The caller proves that
    - nobody is using the object now, on any thread, and nobody goes on using plain wasmtime's
      twin, or anything made from it, afterwards;
    - `owner` is what it belongs to;
    - no host function, externref or store data that plain wasmtime holds for it refers to
      something that a guard would have refused.

    Raises TypeError for other objects, ValueError for one that was closed.
    """
    if isinstance(item, raw.Engine):
        engine = Engine.__new__(Engine)
        engine._settings = _UNKNOWN
        engine._native = own("engine", item._consume())
        engine._handlers = needed({}, engine.is_pulley())
        return engine
    if isinstance(item, raw.Module):
        return Module._own(_expect(owner, Engine)._open(), item._consume())
    if isinstance(item, raw.Store):
        return _adopt_store(item, _expect(owner, Engine))
    cls: Any = Instance if isinstance(item, raw.Instance) else plain_class_of(item)
    store = native_of(_expect(owner, Store))
    assert region_of(owner) is store.region
    return cls._wrap(store, from_ctypes(cls._ctype, getattr(item, cls._plain)))


def _expect(owner: Any, kind: type[Any]) -> Any:
    if not isinstance(owner, kind):
        raise TypeError(f"expected an adopted {kind.__name__} as owner, got {type(owner).__name__}")
    return owner


def _adopt_store(item: raw.Store, engine: Engine) -> Store:
    store = Store.__new__(Store)
    region = new_region({}, engine._handlers)
    address = address_of(item._consume())
    store._native = NativeStore(engine._open(), engine._settings, None, region, address)
    store.engine = engine
    region.contents = weakref.ref(store)
    store._region = region
    return store


def restore_trap_handlers() -> None:
    """Put wasmtime's signal handlers back where others were installed over them.

    The caller proves that whoever installed the others can do without: they are not called any
    more, not even for a fault that is not WebAssembly's. Such a fault goes to whoever was there
    before wasmtime: faulthandler that was enabled too late says nothing of a crash, and where one
    that was enabled in time has been disabled since, a crash hangs instead.

    Raises TrapHandlerError when safestore never saw wasmtime's handlers: they were displaced
    before its first Engine was made.
    """
    restore()
