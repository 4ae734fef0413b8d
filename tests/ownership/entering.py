"""The shape in which a region is entered and left, as the docstring of region.py gives it."""

from __future__ import annotations

from collections.abc import Callable

from safestore.ownership.lock import NOT_OWNED
from safestore.ownership.region import Region
from safestore.ownership.thread import getcurrent_greenlet, here


def nothing() -> None:
    """A body that does nothing."""


def enter(region: Region, body: Callable[[], object] = nothing, moves: bool = True) -> None:
    """Run `body` inside the region."""
    entrant = here.entrant
    if region.last is not entrant:
        region.admit()
    try:
        if not region.acquire(False):
            region.refuse()
        if region.last is not entrant:
            region.prepare(moves)
        body()
    finally:
        try:
            region.release()
        except RuntimeError as error:
            if error.args != NOT_OWNED:
                raise


def in_callback(body: Callable[[], object], activation: int = 4096) -> None:
    """Run `body` as a host function's trampoline would."""
    entrant, greenlet = here.entrant, here.greenlet
    try:
        here.entrant, here.greenlet = activation, getcurrent_greenlet()
        body()
    finally:
        try:
            here.entrant, here.greenlet = entrant, greenlet
        finally:
            pass
