"""The rules: what comes of each operation, by where its object stands for the thread that tries.

A row is good for the standings that it names, when its condition holds. The first row that fits
counts, so the order of the rows is the order in which reasons to refuse are found. An outcome is
OK, PARKS (a host function or a hook has begun, and the thread is inside it), or an error's class.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["OK", "PARKS", "SPEC", "UNREACHABLE", "Row", "find", "transitions"]

OK = "ok"
PARKS = "parks"


class Row(NamedTuple):
    """`outcome` in each of these standings, if `when` is empty or holds."""

    outcome: str
    standings: tuple[str, ...]
    when: str = ""


# How a store stands for a thread.
FREE = "free"  # not pinned, nobody inside
ENTERED = "entered"  # not pinned, this thread is inside, in a host function
BUSY = "busy"  # not pinned, another thread is inside
MINE = "mine"
MINE_ENTERED = "mine, entered"
SWITCHING = "being set up here"  # inside a hook that wants to know of every switch
THEIRS = "another's"
THEIRS_ENTERED = "another's, entered"
TRANSIT = "in transit"
LANDING = "being landed here"  # inside a hook
LANDING_THERE = "being landed elsewhere"
ORPHAN = "orphaned"
RECLAIMING = "being reclaimed here"  # inside a hook
RECLAIMING_THERE = "being reclaimed elsewhere"
# A pin that a hook was given, and that comes alive when the reclaiming has ended.
TAKEN_THERE = "being taken over elsewhere"
CLOSED = "closed"
# A pin whose value was moved away or given up; a token that was landed, discarded or dropped.
MOVED = "moved"
SPENT = "spent"
LIVE = "live"
# A pin of several stores, or of something else, where a store is wanted.
BUNDLE = "a bundle"
# A Caller whose host function has returned, or that belongs to another thread's.
STALE = "stale"
CALLED_THERE = "another thread's"

_HANDED_TO_HOOK = (SWITCHING, LANDING, RECLAIMING)
_NOT_MINE = (
    Row("ClosedError", (CLOSED,)),
    Row("InTransitError", (TRANSIT, LANDING_THERE)),
    Row("WrongThreadError", (THEIRS, THEIRS_ENTERED, ORPHAN, RECLAIMING_THERE)),
    Row("StoreBusyError", (BUSY,)),
)
# Hooks that want to know of every switch run when the thread is another one than the last.
_SWITCH = (
    Row("LandingError", (FREE, MINE), "a hook fails"),
    Row(PARKS, (FREE, MINE), "a hook parks"),
)
_INSIDE = (FREE, ENTERED, MINE, MINE_ENTERED)

# What may run guest code, or move a memory.
_MOVES = (
    *_NOT_MINE,
    Row("BorrowError", (*_INSIDE, *_HANDED_TO_HOOK), "a view is out on a memory that may move"),
    Row("ReentrancyError", _HANDED_TO_HOOK),
    *_SWITCH,
    # A hook had the store, and lent what the call could move.
    Row("BorrowError", (FREE, MINE), "a hook has made such a view"),
)
_READS = (*_NOT_MINE, *_SWITCH, Row(OK, (*_INSIDE, *_HANDED_TO_HOOK)))

_STORE = {
    "call": (*_MOVES, Row(OK, _INSIDE)),
    "trap": (*_MOVES, Row("Trap", _INSIDE)),
    "call back": (*_MOVES, Row(PARKS, _INSIDE)),
    "grow": (*_MOVES, Row("WasmtimeError", _INSIDE, "it is full"), Row(OK, _INSIDE)),
    "peek": _READS,
    "poke": _READS,
    "view": _READS,
    "on land": _READS,
    "close": (
        Row(OK, (CLOSED,)),
        Row("InTransitError", (TRANSIT, LANDING_THERE)),
        Row("WrongThreadError", (THEIRS, THEIRS_ENTERED)),
        Row("StoreBusyError", (BUSY, RECLAIMING_THERE)),
        Row("ReentrancyError", (ENTERED, MINE_ENTERED, *_HANDED_TO_HOOK)),
        Row(OK, (FREE, MINE, ORPHAN)),
    ),
    "pin": (
        *_NOT_MINE,
        Row("ReentrancyError", (ENTERED, MINE_ENTERED, *_HANDED_TO_HOOK)),
        Row("MisuseError", (MINE,), "its pin is held"),
        # A pin that was dropped is in nobody's way.
        Row(OK, (FREE, MINE)),
    ),
}

# What is done with a pin. Where it is its owner's, the stores are asked next.
_OTHERS_PIN = (
    Row("MovedError", (MOVED,)),
    Row("InTransitError", (LANDING_THERE,)),
    Row("WrongThreadError", (THEIRS, TAKEN_THERE, ORPHAN, RECLAIMING, RECLAIMING_THERE)),
)
_PIN = {
    "value": (*_OTHERS_PIN, Row(OK, (MINE, LANDING))),
    "transfer": (
        *_OTHERS_PIN,
        Row("ClosedError", (MINE,), "a store is closed"),
        Row("ReentrancyError", (LANDING,)),
        Row("ReentrancyError", (MINE,), "a store is entered"),
        Row("BorrowError", (MINE,), "a view is out"),
        Row("NotSendError", (MINE,), "something is bound to the thread"),
        Row(OK, (MINE,)),
    ),
    "unpin": (
        *_OTHERS_PIN,
        Row("ClosedError", (MINE,), "a store is closed"),
        Row("ReentrancyError", (LANDING,)),
        Row("ReentrancyError", (MINE,), "a store is entered"),
        Row(OK, (MINE,)),
    ),
    "close pin": (
        Row("MovedError", (MOVED,)),
        Row("InTransitError", (LANDING_THERE,)),
        Row("WrongThreadError", (THEIRS, TAKEN_THERE)),
        Row("ReentrancyError", (LANDING, RECLAIMING)),
        Row("ReentrancyError", (MINE,), "a store is entered"),
        Row("StoreBusyError", (RECLAIMING_THERE,)),
        Row(OK, (MINE, ORPHAN)),
    ),
    "reclaim": (
        Row("MovedError", (MOVED,)),
        Row("MisuseError", (MINE, THEIRS, LANDING, LANDING_THERE, TAKEN_THERE)),
        Row("ReentrancyError", (RECLAIMING,)),
        Row("StoreBusyError", (RECLAIMING_THERE,)),
        Row("LandingError", (ORPHAN,), "a store is closed"),
        Row("LandingError", (ORPHAN,), "a hook fails"),
        Row(PARKS, (ORPHAN,), "a hook parks"),
        Row(OK, (ORPHAN,)),
    ),
}

_TOKEN = {
    "land": (
        Row("TokenSpentError", (SPENT, LANDING, LANDING_THERE)),
        Row("LandingError", (LIVE,), "a hook fails"),
        Row(PARKS, (LIVE,), "a hook parks"),
        Row(OK, (LIVE,)),
    ),
    "discard": (
        Row("TokenSpentError", (SPENT, LANDING, LANDING_THERE)),
        Row(OK, (LIVE,)),
    ),
    # No error: who drops it is not told. Until a landing has ended, it is not dropped.
    "drop token": (Row(OK, (LIVE, SPENT, LANDING, LANDING_THERE)),),
}

# How a pin or a Caller stands when it is used where a store is wanted; where its store does, that
# one is asked next.
_STORELIKE = {
    "use a pin": (
        Row("MovedError", (MOVED,)),
        Row("ArgumentTypeError", (BUNDLE,)),
    ),
    "use a Caller": (Row("StaleCallerError", (STALE, CALLED_THERE)),),
}

_VIEW = {
    "use view": (
        Row("BorrowError", (SPENT,)),
        Row("InTransitError", (TRANSIT, LANDING_THERE)),
        Row("WrongThreadError", (THEIRS, THEIRS_ENTERED, ORPHAN, RECLAIMING_THERE)),
        Row("StoreBusyError", (BUSY,)),
        # A view outlives its store's close.
        Row(OK, (*_INSIDE, *_HANDED_TO_HOOK, CLOSED)),
    ),
}

# What comes of the call when its host function ends, and of the landing, the reclaiming or the
# entry when its hook does.
_END = {
    "return": (
        Row("BorrowError", ("callback",), "a view is out on a memory that may move"),
        Row(OK, ("callback",)),
        Row(PARKS, ("landing", "reclaiming", "switching"), "a hook parks"),
        Row("LandingError", ("landing", "reclaiming", "switching"), "a hook fails"),
        Row(PARKS, ("switching",), "it calls back"),
        Row("BorrowError", ("switching",), "a hook has made such a view"),
        Row("Trap", ("switching",), "it traps"),
        Row("WasmtimeError", ("switching",), "it is full"),
        Row(OK, ("landing", "reclaiming", "switching")),
    ),
    "return to a trap": (
        Row("BorrowError", ("callback",), "a view is out on a memory that may move"),
        Row("Trap", ("callback",)),
    ),
    "raise": (
        Row("HostError", ("callback",)),
        Row("LandingError", ("landing", "reclaiming", "switching")),
    ),
}

# What nobody is refused.
_ANYBODY = {
    "make": (Row(OK, (FREE,)),),
    "release view": (Row(OK, (LIVE, SPENT)),),
    "exit": (Row(OK, (FREE,)),),
    "collect": (Row(OK, (FREE,)),),
    "ask": (
        Row(OK, (MINE, THEIRS, ORPHAN, MOVED, LANDING, LANDING_THERE, TAKEN_THERE)),
        Row(OK, (RECLAIMING, RECLAIMING_THERE)),
    ),
    "drop pin": (Row(OK, (MINE, THEIRS, ORPHAN, MOVED)),),
    # Two at once: what came of the two is what comes of them one after the other, or one is told
    # that the other is at it.
    "at once": (
        Row("one after the other", (FREE,)),
        Row("one refused meanwhile", (FREE,)),
    ),
}

SPEC: dict[str, tuple[Row, ...]] = {
    **_STORE,
    **_PIN,
    **_TOKEN,
    **_STORELIKE,
    **_VIEW,
    **_END,
    **_ANYBODY,
}

Transition = tuple[str, str, str, str]

# Rows that cannot be met, each with the reason.
UNREACHABLE: dict[Transition, str] = {}


def find(operation: str, standing: str, flags: frozenset[str] | set[str]) -> Row | None:
    """The row that counts, or None."""
    for row in SPEC[operation]:
        if standing in row.standings and (not row.when or row.when in flags):
            return row
    return None


def transitions() -> list[Transition]:
    """Every operation, standing, condition and outcome of the table."""
    return [
        (operation, standing, row.when, row.outcome)
        for operation, rows in SPEC.items()
        for row in rows
        for standing in row.standings
    ]
