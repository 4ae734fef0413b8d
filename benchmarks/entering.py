"""What the guard itself costs: entering and leaving a region that nobody else wants."""

from __future__ import annotations

from _thread import RLock
from itertools import repeat
from typing import Any

from safestore.ownership.lock import NOT_OWNED
from safestore.ownership.region import Region
from safestore.ownership.thread import here

from .row import Batch, ours_alone

__all__ = ["ROWS"]


def lock() -> Batch:
    bare = RLock()
    acquire, release = bare.acquire, bare.release

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            acquire(False)
            release()

    return batch


def _prepared() -> Region:
    region = Region("Store")
    region.acquire(False)
    region.prepare(True)
    region.release()
    return region


def region() -> Batch:
    entered = _prepared()

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            entrant = here.entrant
            if entered.last is not entrant:
                entered.admit()
            try:
                if not entered.acquire(False):
                    entered.refuse()
                if entered.last is not entrant:
                    entered.prepare(True)
            finally:
                try:
                    entered.release()
                except RuntimeError as error:
                    if error.args != NOT_OWNED:
                        raise

    return batch


def nested_region() -> Batch:
    """Inside a host callback every entry takes the slow way through `prepare`."""
    entering = region()

    def batch(times: int) -> None:
        activation: Any = 1
        here.entrant = activation
        entering(times)
        here.entrant = here.thread

    return batch


ROWS = (
    ours_alone("enter and leave / bare RLock", lock, region, at_most=3),
    ours_alone("the same in a callback", lock, nested_region, at_most=8),
)
