"""R1, R3, P1, T1, T2, T3 in every order in which threads can come: two, and three.

The checks are in world.py. What each verb may come to is written down here, and all of it happens:
no order is left out because the threads met nowhere. SAFESTORE_EXPLORE=all explores more.
"""

from __future__ import annotations

import os

import pytest

from .world import explored

BUSY, CLOSED, TRANSIT = "StoreBusyError", "ClosedError", "InTransitError"
WRONG, SPENT, MOVED, FAILED = "WrongThreadError", "TokenSpentError", "MovedError", "LandingError"

# An orphan that is closed warns of it.
pytestmark = pytest.mark.filterwarnings("ignore:.*has ended:ResourceWarning")

# How it begins, what each thread does, and what each verb may come to.
Case = tuple[str, str, dict[str, set[str]]]

TWO: list[Case] = [
    ("free", "enter | enter", {"enter": {"enter", BUSY}}),
    ("free", "close | enter", {"close": {"close", BUSY}, "enter": {"enter", BUSY, CLOSED}}),
    ("free", "close | close", {"close": {"close", "closed", BUSY}}),
    (
        "pinned",
        "enter transfer enter | enter",
        {"transfer": {"transfer"}, "enter": {"enter", WRONG, TRANSIT}},
    ),
    (
        "pinned",
        "transfer enter | land enter",
        {"transfer": {"transfer"}, "land": {"land", "nothing"}, "enter": {"enter", WRONG, TRANSIT}},
    ),
    (
        "pinned",
        "transfer | close",
        {"transfer": {"transfer"}, "close": {WRONG, TRANSIT}},
    ),
    (
        "sent",
        "land enter | land enter",
        {"land": {"land", SPENT}, "enter": {"enter", WRONG, TRANSIT}},
    ),
    ("sent", "land | close", {"land": {"land"}, "close": {WRONG, TRANSIT}}),
    (
        "sent",
        "land close | land close",
        {"land": {"land", SPENT}, "close": {"close", "closed", WRONG, TRANSIT}},
    ),
    (
        "sent",
        "fail enter | land enter",
        {
            "fail": {FAILED, SPENT},
            "land": {"land", SPENT},
            "enter": {"enter", WRONG, TRANSIT},
        },
    ),
    ("sent", "land | discard", {"land": {"land", SPENT}, "discard": {"discard", SPENT}}),
    ("sent", "discard | discard", {"discard": {"discard", SPENT}}),
    (
        "sent",
        "discard enter | enter",
        {"discard": {"discard"}, "enter": {TRANSIT, CLOSED}},
    ),
    (
        "free",
        "pin enter | enter enter",
        {"pin": {"pin", BUSY}, "enter": {"enter", BUSY, WRONG}},
    ),
    (
        "free",
        "pin enter | pin enter",
        {"pin": {"pin", BUSY, WRONG}, "enter": {"enter", BUSY, WRONG}},
    ),
    ("free", "pin | close", {"pin": {"pin", BUSY, CLOSED}, "close": {"close", BUSY, WRONG}}),
    (
        "pinned",
        "unpin enter | enter",
        {"unpin": {"unpin"}, "enter": {"enter", BUSY, WRONG}},
    ),
    (
        "orphaned",
        "reclaim enter | reclaim enter",
        {"reclaim": {"reclaim", BUSY, MOVED}, "enter": {"enter", WRONG}},
    ),
    (
        "orphaned",
        "reclaim enter | close",
        {
            "reclaim": {"reclaim", FAILED},
            "enter": {"enter", BUSY, CLOSED, WRONG},
            "close": {"close", BUSY, WRONG},
        },
    ),
]

THREE: list[Case] = [
    ("free", "enter | enter | enter", {"enter": {"enter", BUSY}}),
    (
        "free",
        "close | enter | enter",
        {"close": {"close", BUSY}, "enter": {"enter", BUSY, CLOSED}},
    ),
    (
        "free",
        "close | close | enter",
        {"close": {"close", "closed", BUSY}, "enter": {"enter", BUSY, CLOSED}},
    ),
    (
        "pinned",
        "transfer enter | enter | enter",
        {"transfer": {"transfer"}, "enter": {WRONG, TRANSIT}},
    ),
    (
        "pinned",
        "transfer enter | land enter | enter",
        {"transfer": {"transfer"}, "land": {"land", "nothing"}, "enter": {"enter", WRONG, TRANSIT}},
    ),
    (
        "pinned",
        "transfer | land | land",
        {"transfer": {"transfer"}, "land": {"land", SPENT, "nothing"}},
    ),
    ("sent", "land | land | land", {"land": {"land", SPENT}}),
    ("sent", "land | land | close", {"land": {"land", SPENT}, "close": {WRONG, TRANSIT}}),
    ("sent", "land | close | close", {"land": {"land"}, "close": {WRONG, TRANSIT}}),
]

MORE: list[Case] = [
    (
        "sent",
        "land enter | land enter | land enter",
        {"land": {"land", SPENT}, "enter": {"enter", WRONG, TRANSIT}},
    ),
    (
        "sent",
        "fail | land | land",
        {"fail": {FAILED, SPENT}, "land": {"land", SPENT}},
    ),
    (
        "sent",
        "land close | land close | enter",
        {
            "land": {"land", SPENT},
            "close": {"close", "closed", WRONG, TRANSIT},
            "enter": {WRONG, TRANSIT, CLOSED},
        },
    ),
    (
        "free",
        "pin | enter enter | enter",
        {"pin": {"pin", BUSY}, "enter": {"enter", BUSY, WRONG}},
    ),
    (
        "pinned",
        "transfer enter | land enter | land enter",
        {
            "transfer": {"transfer"},
            "land": {"land", SPENT, "nothing"},
            "enter": {"enter", WRONG, TRANSIT},
        },
    ),
]


def explore_all(case: Case, size: int = 1) -> int:
    start, written, expected = case
    programs = [each.split() for each in written.split("|")]
    search, found = explored(start, programs, size)
    came_to: dict[str, set[str]] = {}
    for outcome in found:
        for program, words in zip(programs, outcome, strict=True):
            for verb, word in zip(program, words, strict=True):
                came_to.setdefault(verb, set()).add(word)
    print(f"{start}: {written}: {search.runs} schedules, {len(found)} outcomes")
    assert came_to == expected
    return search.runs


def _name(case: Case) -> str:
    return f"{case[0]}: {case[1]}"


@pytest.mark.parametrize("case", TWO, ids=_name)
def test_two_threads(case: Case) -> None:
    assert explore_all(case) > 2


@pytest.mark.parametrize("case", [case for case in TWO if case[0] in ("pinned", "sent")], ids=_name)
def test_two_threads_and_two_regions(case: Case) -> None:
    assert explore_all(case, 2) > 2


# What takes minutes is for `make explore`.
MORE_OF_THREE = MORE if os.environ.get("SAFESTORE_EXPLORE") == "all" else []


@pytest.mark.parametrize("case", [*THREE, *MORE_OF_THREE], ids=_name)
def test_three_threads(case: Case) -> None:
    assert explore_all(case) > 5
