"""What a host function may ask of its caller, while it runs, on the thread that runs it."""

from __future__ import annotations

from typing import Any

from .engine import engine_is_pulley
from .handles import new_extern
from .library import lib
from .store import NativeStore, store_of_context
from .trap_handlers import check, needed

__all__ = [
    "caller_context",
    "caller_export",
    "refuse_borrowed",
    "refuse_displaced",
    "store_of_caller",
]

# wasmtime_caller_context(caller) -> context address. The caller's frame is on this thread's
# stack, below the native frame that owns it.
caller_context = lib.wasmtime_caller_context


def store_of_caller(caller: int) -> NativeStore:
    """The store that a native caller, whose frame is on this thread's stack, belongs to."""
    return store_of_context(caller_context(caller))


def refuse_borrowed(caller: int) -> None:
    """Raise BorrowError when a host function would return with a view out on a movable memory."""
    region = store_of_caller(caller).region
    if region.borrows():
        raise region.borrowed()


def refuse_displaced(store: NativeStore) -> None:
    """Raise TrapHandlerError when a host function would return to a guest whose traps are lost."""
    if needed(store.settings, engine_is_pulley(store.engine)):
        check()


def caller_export(caller: int, name: bytes) -> Any | None:
    """An export of the calling instance, None when there is none of that name.

    The caller's frame is on this thread's stack; an extern that is returned is ours.
    """
    item = new_extern()
    return item if lib.wasmtime_caller_export_get(caller, name, len(name), item) else None
