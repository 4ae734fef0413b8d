"""What may go to another thread: Send, NotSend, Sync, and what is known of other people's types.

An object may be sent when everything that it takes along may. Most of Python may; what may not is
bound to its thread by somebody: by SQLite, by an event loop, by a lock that is held (known.py).
"""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Collection, Iterable
from functools import partial
from types import FunctionType, ModuleType
from typing import Any, ClassVar, NamedTuple, TypeVar

from ..errors import NotSendError
from .bundle import Bundle, InRegion, region_of
from .capture import captured, is_ours, mro, own, qualified_name
from .known import Judge, is_transparent, judge_of

__all__ = ["NotSend", "Send", "SendCheck", "Sync", "is_send", "refuse_bound"]

C = TypeVar("C", bound=type)

# What was said of a class, by its id; and what takes the entry away when the class goes.
_declared: dict[int, tuple[bool, weakref.ref[type]]] = {}


class _Marker:
    __slots__ = ()
    _sends: ClassVar[bool]

    @classmethod
    def register(cls, marked: C) -> C:
        """Mark a class that is not ours to change; also a class decorator. Returns the class.

        Holds for its subclasses, until one of them is marked otherwise. Raises TypeError for what
        is no class.
        """
        # Up to 3.10 `list[int]` says that it is a class.
        if not issubclass(type(marked), type):
            raise TypeError(f"expected a class, got {type(marked).__name__}")
        _declare(marked, cls._sends)
        # Its subclasses as well.
        _verdicts.clear()
        return marked


class Send(_Marker):
    """Marks what may be handed to another thread: a base class, or `Send.register(cls)`.

    It is the author's word, and believed: what such an object refers to is not looked at.
    """

    __slots__ = ()
    _sends = True


class Sync(Send):
    """Marks what many threads may use at once, such as an Engine; so it may be sent as well."""

    __slots__ = ()


class NotSend(_Marker):
    """Marks what is bound to its thread: a base class, or `NotSend.register(cls)`."""

    __slots__ = ()
    _sends = False
    # To type checkers no subclass fits Sendable (sendable.py).
    __reduce__: ClassVar[None]  # type: ignore[assignment]


# A class, whatever its metaclass is, is everybody's.
def _declare(cls: type, sends: bool) -> None:
    _declared[id(cls)] = sends, weakref.ref(cls, partial(_forget, _declared, id(cls)))


def _forget(table: dict[int, Any], number: int, _: object) -> None:
    table.pop(number, None)


for _marker in (Send, Sync, NotSend):
    _declare(_marker, _marker._sends)
_declare(type, True)


class SendCheck(NamedTuple):
    """Whether something may be sent; true or false as it is.

    `path` leads to the first thing that may not: the words for each step, and its type. `reason`
    is why it may not, `mend` what to do about it.
    """

    path: tuple[str, ...] = ()
    reason: str = ""
    mend: str = ""

    def __bool__(self) -> bool:
        return not self.path

    def __str__(self) -> str:
        if not self.path:
            return "may be sent to another thread"
        return f"{' -> '.join(self.path)}: {self.reason}"


def is_send(thing: object, *, strict: bool = False) -> SendCheck:
    """Whether `thing` may be handed to another thread, with all that it takes along.

    With `strict` a type that nothing is known of may not: an extension's that was not registered
    with `Send`. Otherwise it is given the benefit of the doubt. Nothing is raised, and no code of
    the user's runs.
    """
    found = first_bound([("", thing)], (), strict)
    return SendCheck() if found is None else found


# How many objects are looked at before the search ends.
LIMIT = 20_000

_ANEW = (
    "make it anew on the landing thread (store.on_land), or mark its class with "
    "safestore.Send.register if you know that it may travel"
)


def first_bound(
    roots: Iterable[tuple[str, object]], moving: Collection[int], strict: bool
) -> SendCheck | None:
    """The first of what the roots refer to that may not be sent; None when everything may.

    `moving` has the ids of what moves along, and need not be asked about. The nearest is found
    first, so that the path is short.
    """
    # A step: the thing, the words for it, and the step before.
    queue: deque[tuple[Any, str | int, Any]] = deque()
    seen: dict[int, Any] = {}
    for name, root in roots:
        if not _takes_nothing(root):
            queue.append((root, name, None))
    while queue:
        step = queue.popleft()
        thing = step[0]
        cls = type(thing)
        if id(cls) in _ATOMS or id(thing) in seen or id(thing) in moving:
            continue
        sends, judge, transparent, ours, _ = _verdicts.get(id(cls)) or _verdict(cls)
        if sends is True:
            continue
        reason, mend = None, _ANEW
        if sends is False:
            region = region_of(thing)
            if id(region) in moving:
                if not ours:
                    seen[id(thing)] = thing
                    queue.extend((value, name, step) for name, value in own(thing))
                continue
            if region is None:
                reason = (judge and judge(thing)) or "it is marked NotSend"
            elif moving:
                reason = f"it belongs to {region}, which does not move along"
                mend = "pin both as one bundle, or leave this one behind"
            else:
                reason = f"it belongs to {region}"
                mend = "pin the store, or a bundle of it and this, and send the token of a transfer"
        elif judge is not None:
            reason = judge(thing)
            if reason == "":
                continue
        elif strict and not transparent:
            reason = "nothing is known of its type, and `strict` asks for more"
        # Kept, so that no other object gets its id.
        seen[id(thing)] = thing
        if len(seen) > LIMIT:
            if not strict:
                return None
            reason = f"more than {LIMIT} objects were looked at to get here"
        if reason is not None:
            return SendCheck(_path(step), reason, mend)
        # Labels are worked out when they are needed: an index is one.
        references: Iterable[tuple[str | int, Any]]
        references = enumerate(list(thing)) if cls is tuple or cls is list else captured(thing)
        for label, referent in references:
            kind = type(referent)
            if id(kind) in _ATOMS:
                continue
            if issubclass(kind, InRegion) and id(referent._region) in moving:
                # Nothing more to see, as far as is known already.
                verdict = _verdicts.get(id(kind))
                if verdict is not None and verdict[3]:
                    continue
            queue.append((referent, label, step))
    return None


def _takes_nothing(thing: Any) -> bool:
    """Whether it is plain to see that a thing may be sent: most host functions."""
    if type(thing) is not FunctionType:
        return id(type(thing)) in _ATOMS
    if thing.__defaults__ is not None or thing.__kwdefaults__ is not None or thing.__dict__:
        return False
    if thing.__closure__ is not None:
        for cell in thing.__closure__:
            try:
                if id(type(cell.cell_contents)) not in _ATOMS:
                    return False
            except ValueError:
                # Not assigned yet.
                continue
    return True


def refuse_bound(value: object, bundle: Bundle, strict: bool) -> None:
    """Raise NotSendError when something that travels with a value is bound to this thread."""
    moving = {*map(id, bundle.regions), *map(id, bundle.companions)}
    found = first_bound((*bundle.host_state(), ("", value)), moving, strict)
    if found is not None:
        raise NotSendError(
            f"{bundle.told(type(value).__name__)} cannot be transferred, since this would travel "
            f"along: {found}; {found.mend}"
        )


def _path(step: tuple[Any, str | int, Any]) -> tuple[str, ...]:
    steps = [qualified_name(type(step[0]))]
    at: Any = step
    while at is not None:
        if at[1] != "":
            steps.append(f"[{at[1]}]" if isinstance(at[1], int) else at[1])
        at = at[2]
    return tuple(reversed(steps))


# What to think of the instances of a class, by its id: what was said of it; who judges it; whether
# all of an instance is looked at; whether it is a class of this package, whose instances have
# nothing of the program's as a rule; and what takes the entry away when the class goes.
_Verdict = tuple["bool | None", "Judge | None", bool, bool, "weakref.ref[type]"]
_verdicts: dict[int, _Verdict] = {}


def _verdict(cls: type) -> _Verdict:
    sends: bool | None = None
    # The nearest of the bases that anything was said of.
    for base in mro(cls):
        if id(base) in _declared:
            sends = _declared[id(base)][0]
            break
    gone = weakref.ref(cls, partial(_forget, _verdicts, id(cls)))
    found = _verdicts[id(cls)] = (sends, judge_of(cls), is_transparent(cls), is_ours(cls), gone)
    return found


# What refers to nothing that could be bound; by identity, since a metaclass may have made its
# classes unhashable.
_ATOMS = frozenset(
    map(
        id,
        (
            *(type(None), bool, int, float, complex, str, bytes, bytearray, range),
            *(type(...), type(NotImplemented), type, ModuleType),
        ),
    )
)
