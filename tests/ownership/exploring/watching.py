"""Makes every access of what the threads of the ownership package share a point of a schedule.

Threads of Python share objects, and a switch between two bytecodes matters only where one of them
reads or writes an attribute of such an object, or uses a lock. So the slots of the shared classes
are covered with descriptors, and the locks with locks, that stop before they do what they do. The
GIL makes each of these one step. Nothing is traced, so any version of Python will do.

What must hold for the search to be exhaustive: nothing else is shared and changes.
`test_nothing_is_shared_in_secret` asks the bytecode of the package for that.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from safestore.ownership import custody, lock, region
from safestore.ownership.custody import Custody, Tenure
from safestore.ownership.pinned import TransferToken
from safestore.ownership.possession import Possession
from safestore.ownership.region import Region

from .stepping import step

SHARED: tuple[type, ...] = (Region, Custody, Tenure, Possession, TransferToken)


def slots(cls: type) -> Iterator[str]:
    """The attributes of an instance that can be assigned."""
    for name in vars(cls)["__slots__"]:
        if name != "__weakref__":
            yield name


class Slot:
    """Stands for the descriptor of a slot."""

    def __init__(self, name: str, slot: Any) -> None:
        self.name = name
        self.slot = slot

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        step(instance, self.name, False)
        return self.slot.__get__(instance, owner)

    def __set__(self, instance: Any, value: Any) -> None:
        step(instance, self.name, True)
        self.slot.__set__(instance, value)


class WatchedLock:
    """A lock of the package. Whether this thread holds it is nobody else's doing: no point."""

    __slots__ = ("_is_owned", "_lock")

    def __init__(self) -> None:
        self._lock = lock.exclusive_lock()
        self._is_owned: Callable[[], bool] = self._lock._is_owned  # type: ignore[attr-defined]

    def acquire(self, blocking: bool = True) -> bool:
        assert not blocking, "a lock of a region is never waited for"
        step(self, "lock", True)
        return self._lock.acquire(False)

    def release(self) -> None:
        if self._is_owned():
            step(self, "lock", True)
        self._lock.release()

    def __repr__(self) -> str:
        step(self, "lock", False)
        return repr(self._lock)


def unwatched(instance: Any, name: str) -> Any:
    """An attribute of a shared object, read for the test's own sake."""
    found = next(vars(cls)[name] for cls in type(instance).__mro__ if name in vars(cls))
    return getattr(found, "slot", found).__get__(instance, type(instance))


@contextmanager
def watching() -> Iterator[None]:
    """While the block runs, what the threads of a crew share is watched."""
    with pytest.MonkeyPatch.context() as patch:
        for cls in SHARED:
            for name in slots(cls):
                patch.setattr(cls, name, Slot(name, vars(cls)[name]))
        for module in (region, custody):
            patch.setattr(module, "exclusive_lock", WatchedLock)
        gc.collect()
        # The collector runs finalizers at moments of its own.
        gc.disable()
        gc.freeze()
        try:
            yield
        finally:
            gc.unfreeze()
            gc.enable()
