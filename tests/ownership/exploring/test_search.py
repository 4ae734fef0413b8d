"""The search misses nothing: what it finds is what trying every order finds."""

from __future__ import annotations

import random

import pytest

from .search import outcomes


@pytest.mark.parametrize("seed", range(60))
def test_random_programs(seed: int) -> None:
    source = random.Random(seed)
    programs = [
        [(source.choice("abc"), source.random() < 0.5) for _ in range(source.randint(1, 4))]
        for _ in range(source.choice((2, 2, 3)))
    ]
    while sum(map(len, programs)) > 9:
        max(programs, key=len).pop()
    reduced, runs = outcomes(programs, True)
    all_of_them, at_most = outcomes(programs, False)
    assert reduced == all_of_them
    assert runs <= at_most


def test_what_is_independent_is_tried_once() -> None:
    assert outcomes([[("a", True)] * 5, [("b", True)] * 5, [("c", True)] * 5], True)[1] == 1
    assert outcomes([[("a", False)] * 5, [("a", False)] * 5], True)[1] == 1


def test_two_writes_of_each_come_in_six_orders() -> None:
    for reduced in (True, False):
        found, runs = outcomes([[("a", True)] * 2, [("a", True)] * 2], reduced)
        assert len(found) == runs == 6
