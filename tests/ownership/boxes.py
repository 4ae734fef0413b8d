"""A thing with a region that is no store: what pins are about, without WebAssembly."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest

from safestore.ownership.bundle import InRegion
from safestore.ownership.region import Region
from safestore.ownership.send import NotSend

from .entering import enter, nothing

T = TypeVar("T")


@NotSend.register
class Box(InRegion):
    """Stands for a store: guarded by a region, holds host state, and is let go of at the end."""

    def __init__(self, fit: Callable[[Region, bool], None] | None = None, **state: object) -> None:
        self._region = Region("Box", fit)
        self._region.contents = weakref.ref(self)
        self._state = state
        self._freed = False

    def _host_state(self) -> Iterator[tuple[str, object]]:
        return iter(self._state.items())

    def _free(self) -> None:
        self._freed = True

    @property
    def freed(self) -> bool:
        return self._freed

    @property
    def region(self) -> Region:
        return self._region  # type: ignore[no-any-return]

    def use(self, body: Callable[[], object] = nothing, moves: bool = True) -> None:
        """Run `body` inside."""
        enter(self._region, body, moves)

    def on_land(self, hook: Callable[[Any], object], every_switch: bool = False) -> None:
        self.region.hooks = (*self.region.hooks, (hook, every_switch))


@NotSend.register
class Part(InRegion):
    """Stands for a handle: something in a box."""

    def __init__(self, box: Box) -> None:
        self._region = box._region


def on_ended_thread(work: Callable[[], T]) -> T:
    """What `work` returns on a thread that has ended since."""
    results: list[T] = []
    thread = threading.Thread(target=lambda: results.append(work()), name="gone")
    thread.start()
    thread.join()
    return results[0]


def refused(error: type[Exception], act: Callable[..., object], *arguments: object) -> None:
    """`act` raises this error, or one of its kind."""
    with pytest.raises(error):
        act(*arguments)


class Thing:
    """Has no region, and counts how often it was closed."""

    closed = 0

    def close(self) -> None:
        self.closed += 1


class Struck(BaseException):
    """Stands for what a signal handler raises."""
