"""How much of the stack is left is known, and not far off (K1, K2)."""

from __future__ import annotations

import sys
import threading

import pytest

from safestore.native import stack
from safestore.native.stack import stack_left, stack_low
from safestore.ownership.thread import here

from .stacks import on_a_thread

SIZES = (128, 256, 1024, 8192)
# What starting a thread takes of its stack, with the C library's own data at the top: bytes.
STARTING = 64 * 1024


def left() -> int:
    found = stack_left()
    assert found is not None
    return found


def through_c(levels: int) -> int:
    """What is left below so many calls through C."""
    found: list[int] = []

    def go(rest: int) -> int:
        if rest:
            sorted([rest], key=lambda _: go(rest - 1))
        else:
            found.append(left())
        return 0

    go(levels)
    return found[0]


def test_the_position_is_known_here() -> None:
    assert stack._KNOWN


@pytest.mark.parametrize("kib", SIZES)
def test_a_new_thread_has_nearly_all_of_its_stack_left(kib: int) -> None:
    assert (kib << 10) - STARTING < on_a_thread(kib, left) <= kib << 10


def test_calls_through_c_leave_less() -> None:
    at = [on_a_thread(2048, lambda levels=levels: through_c(levels)) for levels in (0, 20, 40)]
    assert at[0] - at[1] == pytest.approx(at[1] - at[2], rel=0.2)
    assert at[0] - at[1] > 20 * 256


def test_where_the_position_is_unknown_the_size_of_the_stack_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stack, "_KNOWN", False)
    for kib in SIZES:
        assert abs(on_a_thread(kib, left) - ((kib << 10) - STARTING)) <= 8192
    # A thread that has less than it is taken to have used.
    monkeypatch.setattr(stack, "_measure", lambda: (4096, 8192))
    assert stack_left() == 0


def test_a_position_that_does_not_move_or_lies_elsewhere_is_not_believed() -> None:
    low, high = stack._measure()
    moving = iter(range(high - 8, low, -8))
    assert not stack._position_is_known(lambda: high - 4096)
    assert not stack._position_is_known(lambda: high + next(moving))
    assert not stack._position_is_known(lambda: 0)
    assert stack._position_is_known(stack._position)


def test_on_a_stack_that_is_not_the_threads_own_nothing_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(here.thread, "stack_low", sys.maxsize)
    assert stack_left() is None
    monkeypatch.setattr(here.thread, "stack_low", 0)
    assert stack_left() is None


def test_the_bounds_are_measured_once_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[int] = []
    measure = stack._measure

    def counted() -> tuple[int, int]:
        measured.append(threading.get_ident())
        return measure()

    def twice() -> bool:
        # Waiting for a stack of the right size measures too.
        del measured[:]
        here.thread.stack_low = None
        return stack_low(here.thread) == stack_low(here.thread) and left() > 0

    monkeypatch.setattr(stack, "_measure", counted)
    assert on_a_thread(1024, twice)
    assert len(measured) == 1
