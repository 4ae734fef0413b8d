"""The exploration finds mistakes: one planted after another, and nothing else changed."""

from __future__ import annotations

import dis
from collections.abc import Iterator
from types import CodeType, ModuleType
from typing import Any

import pytest

from safestore.ownership import (
    borrow,
    bundle,
    custody,
    lock,
    orphan,
    pinned,
    place,
    possession,
    region,
    thread,
)
from safestore.ownership.custody import Tenure
from safestore.ownership.pinned import Pinned, TransferToken
from safestore.ownership.region import Region
from tests.ownership.planted import plant

from .watching import SHARED, slots
from .world import explored

# Where, what it says, what the mistake is, and what finds it how.
MISTAKES: dict[str, tuple[Any, str, str, str, str, str, str]] = {
    "close looks whether anybody is inside, and takes no lock": (
        Region,
        "close",
        "if not self.acquire(False) and",
        "if hold(self.lock)[1] and",
        "free",
        "close | enter",
        "closed, and prepared for a thread",
    ),
    "close does not look again inside the lock": (
        Region,
        "close",
        "if self.closed_at is None:\n            if self.custody",
        "if True:\n            if self.custody",
        "free",
        "close | close",
        "two times close",
    ),
    "an entry is decided before the lock only": (
        Region,
        "prepare",
        "self.custody.admit(self)\n",
        "pass\n",
        "free",
        "pin | enter",
        "inside of what was pinned",
    ),
    "an entry does not look whether it is closed": (
        Region,
        "prepare",
        "if self.closed_at is not None:",
        "if False:",
        "free",
        "close | enter",
        "closed while somebody is inside",
    ),
    "a transfer leaves the region prepared for its thread": (
        Pinned,
        "transfer",
        "region.last = None",
        "pass",
        "pinned",
        "enter transfer enter | land",
        "inside of what was moved",
    ),
    "a landing is decided before the lock of the tenure only": (
        TransferToken,
        "land",
        '"landed", self._claimed',
        '"landed", lambda: self._value',
        "sent",
        "land | land",
        "pin without its value|does not know what became of it|two times land",
    ),
    "a landing takes no lock of the tenure": (
        Tenure,
        "end",
        "if not self.acquire(False):",
        "if hold(self.lock)[1]:",
        "sent",
        "land | land",
        "pin without its value|does not know what became of it|two times land",
    ),
    "a discard is decided before the lock only": (
        TransferToken,
        "_close",
        "self._live()",
        "pass",
        "sent",
        "discard | discard",
        "two times discard",
    ),
    "a pin is decided before the locks only": (
        Pinned,
        "__init__",
        "if before is not None and before.tenure is not None:",
        "if False:",
        "free",
        "pin | pin",
        "two owners",
    ),
    "a reclaim is decided before the lock only": (
        orphan,
        "reclaim",
        '"reclaimed", claimed',
        '"reclaimed", lambda: value',
        "orphaned",
        "reclaim | reclaim",
        "two times reclaim",
    ),
}


@pytest.mark.filterwarnings("ignore:.*has ended:ResourceWarning")
@pytest.mark.parametrize("mistake", MISTAKES)
def test_it_is_found(mistake: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, name, right, wrong, start, written, found = MISTAKES[mistake]
    programs = [each.split() for each in written.split("|")]
    explored(start, programs, hooked=False)
    plant(monkeypatch, owner, name, right, wrong)
    with pytest.raises(AssertionError, match=found):
        explored(start, programs, hooked=False)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)


def _functions(module: ModuleType) -> Iterator[CodeType]:
    with open(str(module.__file__), encoding="utf-8") as file:
        top = compile(file.read(), str(module.__file__), "exec")
    for code in _codes(top):
        if code.co_flags & 2:
            yield code


# Assigned elsewhere than in the making of an object: of a thread's own storage; and a borrow's end,
# which is assigned before anybody else can have the borrow.
NOT_SHARED = {"life", "thread", "entrant", "greenlet", "raised", "ends"}

# Functions that assign items: of containers of their own, or of what is lent, which no program of
# an exploration does.
ITEMS = {"unpack", "lend"}

# In a forked child, where there is one thread; and where trap handlers are displaced, which no
# program of an exploration does.
GLOBALS = {"_enter_child", "unprepare_all"}


def test_nothing_is_shared_in_secret() -> None:
    watched = {name for cls in SHARED for name in slots(cls)}
    seen = set()
    modules = (borrow, bundle, custody, lock, orphan, pinned, place, possession, region, thread)
    for module in modules:
        for code in _functions(module):
            for each in dis.get_instructions(code):
                where = f"{module.__name__}: {code.co_name}: {each.argval}"
                if each.opname in ("STORE_ATTR", "DELETE_ATTR") and code.co_name != "__init__":
                    seen.add(each.argval)
                    assert each.argval in watched | NOT_SHARED, where
                elif each.opname in ("STORE_SUBSCR", "DELETE_SUBSCR", "STORE_SLICE"):
                    assert code.co_name in ITEMS, where
                elif each.opname in ("STORE_GLOBAL", "DELETE_GLOBAL"):
                    assert code.co_name in GLOBALS, where
    assert seen >= {"last", "closed_at", "custody", "tenure", "next", "_value", "_region"}
