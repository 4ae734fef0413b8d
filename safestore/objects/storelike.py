"""What may stand where wasmtime wants a store, and the refusals that go with it (H1, C1).

A storelike has two attributes: `_region`, the region that it gives access to, or None when it
gives none any more, and `_native`, the native store. `Store`, `Caller`, `StoreContext` and a pin
have them, and a raw wasmtime object has not. What a pin that was moved from has in the place of a
region refuses by itself when it is asked to `admit`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import wasmtime as raw

from ..errors import ArgumentTypeError, ClosedError, ForeignStoreError, StaleCallerError
from ..ownership.pinned import Pinned, TransferToken
from ..ownership.region import Region

if TYPE_CHECKING:
    from ..native.store import NativeStore

__all__ = ["Storelike", "foreign", "native_of", "not_a_store", "refuse", "region_of"]

# What the signatures say; plain wasmtime's own objects are refused when it comes to it.
Storelike = raw.Store | raw.Caller | raw.StoreContext | Pinned[raw.Store]


def region_of(store: Any) -> Region:
    """The region that a storelike gives access to.

    Raises TypeError for anything else, StaleCallerError for a Caller whose callback is over.
    """
    try:
        region = store._region
    except AttributeError:
        raise not_a_store(store) from None
    if region is None:
        raise stale(store)
    return region  # type: ignore[no-any-return]


def native_of(store: Any) -> NativeStore:
    """The native store of a storelike whose region the caller has entered."""
    native = store._native
    if native is None:
        raise ClosedError("already closed: the Store was closed; make a new one")
    return native  # type: ignore[no-any-return]


def not_a_store(store: object) -> ArgumentTypeError:
    """The error for what is no storelike."""
    if isinstance(store, (raw.Store, raw.Caller, raw.StoreContext)):
        return ArgumentTypeError(
            f"this {type(store).__name__} was made by plain wasmtime and has no guards; make it "
            "with safestore, or hand it over with safestore.unsafe.adopt"
        )
    if isinstance(store, Pinned):
        return store._no_store()
    if isinstance(store, TransferToken):
        return ArgumentTypeError("expected a Store, got a TransferToken; land it, and use its pin")
    return ArgumentTypeError(f"expected a Store, got {type(store).__name__}")


def stale(store: object) -> StaleCallerError | ValueError:
    """The error for a storelike that gives access to nothing: over, or never made."""
    if isinstance(store, raw.Store):
        return ValueError("never initialized: this Store was not made")
    return StaleCallerError(
        f"this {type(store).__name__} is no longer valid: it works only inside the host function "
        "that it was given to; use the Store itself, or do the work before the host function "
        "returns"
    )


def foreign(handle: Any, store: Any) -> NoReturn:
    """Raise the reason why `handle` does not go with `store`."""
    theirs = region_of(store)
    if not isinstance(theirs, Region):
        theirs.admit()
    ours = handle._region
    kind = type(handle).__name__
    if not isinstance(ours, Region):
        raise ValueError(f"never initialized: this {kind} was not made")
    raise ForeignStoreError(
        f"this {kind} belongs to {ours}, and was used with {theirs}; look it up again in the "
        "instance of the store that you use"
    )


def refuse(region: Region, store: object) -> NoReturn:
    """Raise the reason why the region's lock could not be taken."""
    if isinstance(store, (raw.Caller, raw.StoreContext)):
        raise StaleCallerError(
            f"this {type(store).__name__} belongs to another thread: it works only inside the "
            "host function that it was given to, on the thread that runs it; return the result "
            "from there"
        )
    region.refuse()
