"""Real signals and interruptions, at whatever point CPython delivers them (T7)."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from safestore.errors import ReentrancyError, StoreBusyError
from safestore.ownership.lock import hold
from safestore.ownership.region import Region
from safestore.ownership.sharing import Sharing
from safestore.ownership.thread import here

from . import test_sharing
from .elsewhere import Elsewhere, inside_elsewhere
from .entering import enter, in_callback
from .storms import SCALE, Storm, interrupt_from_elsewhere

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "pthread_kill"), reason="this system has no such signals"
)

ROUNDS = 150 * SCALE


@pytest.fixture(autouse=True)
def brisk() -> Iterator[None]:
    # Threads take turns often: the sender gets its turn in the middle of an action.
    interval = sys.getswitchinterval()
    sys.setswitchinterval(2e-5)
    yield
    sys.setswitchinterval(interval)


def entering(region: Region) -> None:
    enter(region)


def nesting(region: Region) -> None:
    enter(region, lambda: in_callback(lambda: enter(region)))


def closing_inside(region: Region) -> None:
    with suppress(ReentrancyError):
        enter(region, region.close)


ACTIONS = [entering, nesting, closing_inside]
Action = Callable[[Region], None]


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize(
    "numbers", [("SIGALRM",), ("SIGUSR1", "SIGUSR2"), ("SIGALRM", "SIGUSR1", "SIGUSR2")]
)
def test_after_a_strike_the_region_is_free(action: Action, numbers: tuple[str, ...]) -> None:
    region = Region("Store", lambda _region, _nested: None)
    with Storm(*(getattr(signal, name) for name in numbers)).brewing() as storm:
        for _ in range(ROUNDS):
            storm.ride(lambda: action(region))
            assert hold(region.lock) == (0, 0)
            assert here.entrant is here.thread
            enter(region)
    assert region.close() is True


@pytest.mark.parametrize("numbers", [("SIGALRM",), ("SIGUSR1", "SIGUSR2")])
def test_a_region_struck_while_it_closes_is_closed_or_usable(numbers: tuple[str, ...]) -> None:
    made: list[Region] = []

    def close_new() -> None:
        made.append(Region("Store"))
        made[-1].close()

    with Storm(*(getattr(signal, name) for name in numbers)).brewing() as storm:
        for _ in range(ROUNDS):
            storm.ride(close_new)
            for region in made:
                assert hold(region.lock) == (0, 0)
                assert region.close() is (region.closed_at is None) or region.state == "closed"
            made.clear()


def test_a_refusal_struck_leaves_the_other_inside(elsewhere: Elsewhere) -> None:
    region = Region("Store")

    def refused() -> None:
        with suppress(StoreBusyError):
            enter(region)

    with (
        inside_elsewhere(elsewhere, region.acquire, region.release),
        Storm(signal.SIGALRM).brewing() as storm,
    ):
        for _ in range(ROUNDS):
            storm.ride(refused)
            assert hold(region.lock) == (elsewhere.ident, 1)
    enter(region)


@pytest.mark.parametrize("numbers", [("SIGALRM",), ("SIGUSR1", "SIGUSR2")])
def test_sharing_struck_is_free(numbers: tuple[str, ...]) -> None:
    shared = Sharing("Linker")
    with Storm(*(getattr(signal, name) for name in numbers)).brewing() as storm:
        for use in (test_sharing.change, test_sharing.read):
            for _ in range(ROUNDS):
                storm.ride(lambda use=use: use(shared))  # type: ignore[misc]
                assert test_sharing.free(shared)


@pytest.mark.parametrize("action", ACTIONS)
def test_interrupted_from_another_thread_the_region_is_free(action: Action) -> None:
    region = Region("Store")
    assert interrupt_from_elsewhere(lambda: action(region), ROUNDS) == ROUNDS
    assert hold(region.lock) == (0, 0)
    assert here.entrant is here.thread
    assert region.close() is True
