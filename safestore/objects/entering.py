"""How a method enters what it uses: a region, a store's, or a thing that is shared.

Each wrapper has the try, the acquire and the release inline, in the shape that ownership/region.py
and ownership/sharing.py explain.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from ..native.store import DROPPED
from ..ownership.lock import NOT_OWNED
from ..ownership.region import Region
from ..ownership.sharing import Sharing
from ..ownership.thread import here
from .handle import IN_THE_MAKING, UNMADE
from .storelike import foreign, native_of, refuse, region_of

__all__ = ["wrap"]

Method = Callable[..., Any]


def _in_store(method: Method, moves: bool, owned_by_store: bool) -> Method:
    """Run `method` inside the region of the store that is its first argument.

    `moves`: it may run guest code or move a memory. `owned_by_store`: the object itself belongs
    to a store, which has to be this one.
    """

    @wraps(method)
    def guarded(self: Any, store: Any, *args: Any, **kwargs: Any) -> Any:
        region = region_of(store)
        if owned_by_store and self._region is not region:
            foreign(self, store)
        entrant = here.entrant
        if region.last is not entrant:
            region.admit()
        try:
            if not region.acquire(False):
                refuse(region, store)
            if region.last is not entrant:
                region.prepare(moves)
            result = method(self, store, *args, **kwargs)
            if DROPPED:
                native_of(store).sweep()
            return result
        finally:
            try:
                region.release()
            except RuntimeError as error:
                if error.args != NOT_OWNED:
                    raise

    return guarded


def _in_own_store(method: Method, moves: bool) -> Method:
    """Run a method of a store inside its region."""

    @wraps(method)
    def guarded(self: Any, *args: Any, **kwargs: Any) -> Any:
        region: Region = region_of(self)
        entrant = here.entrant
        if region.last is not entrant:
            region.admit()
        try:
            if not region.acquire(False):
                refuse(region, self)
            if region.last is not entrant:
                region.prepare(moves)
            result = method(self, *args, **kwargs)
            if DROPPED:
                native_of(self).sweep()
            return result
        finally:
            try:
                region.release()
            except RuntimeError as error:
                if error.args != NOT_OWNED:
                    raise

    return guarded


def _making(method: Method, moves: bool) -> Method:
    """A constructor in a store: the object gets the store's region, once."""

    @wraps(method)
    def guarded(self: Any, store: Any, *args: Any, **kwargs: Any) -> None:
        region = region_of(store)
        if self._region is not UNMADE:
            raise TypeError(
                f"this {type(self).__name__} is initialized already; make a new one instead of "
                "calling __init__ again"
            )
        entrant = here.entrant
        if region.last is not entrant:
            region.admit()
        # From now on another thread, or a finalizer that runs in between, finds it taken.
        self._region = IN_THE_MAKING
        made: Region = UNMADE
        try:
            if not region.acquire(False):
                refuse(region, store)
            if region.last is not entrant:
                region.prepare(moves)
            method(self, store, *args, **kwargs)
            if DROPPED:
                native_of(store).sweep()
            made = region
        finally:
            try:
                self._region = made
                region.release()
            except RuntimeError as error:
                if error.args != NOT_OWNED:
                    raise

    return guarded


def _changing(method: Method) -> Method:
    """Run `method` while nobody else reads or changes the object."""

    @wraps(method)
    def guarded(self: Any, *args: Any, **kwargs: Any) -> Any:
        sharing: Sharing = self._sharing
        try:
            if not sharing.acquire(False):
                sharing.refuse_change()
            sharing.changer = here.thread
            sharing.admit_change()
            return method(self, *args, **kwargs)
        finally:
            try:
                sharing.release()
            except RuntimeError as error:
                if error.args != NOT_OWNED:
                    raise

    return guarded


def _using(method: Method) -> Method:
    """Run `method` while nobody changes the object."""

    @wraps(method)
    def guarded(self: Any, *args: Any, **kwargs: Any) -> Any:
        sharing: Sharing = self._sharing
        token = object()
        try:
            sharing.readers[token] = here.thread
            if sharing.changer is not None:
                sharing.admit_reader()
            return method(self, *args, **kwargs)
        finally:
            sharing.readers.pop(token, None)

    return guarded


def wrap(method: Method, kind: str, owned_by_store: bool) -> Method:
    """`method` with the guard of that kind; see the table in guards.py."""
    first, _, second = kind.partition("+")
    if first == "change":
        inner = _in_store(method, second == "run", False) if second else method
        return _changing(inner)
    if first == "use":
        inner = _in_store(method, second == "run", False) if second else method
        return _using(inner)
    if first in ("make-in", "make-run"):
        return _making(method, first == "make-run")
    if first.startswith("own-"):
        return _in_own_store(method, first == "own-run")
    return _in_store(method, first == "run", owned_by_store)
