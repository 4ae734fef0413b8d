"""What may go to another thread: Send, NotSend, Sync, and what is known of other people's types.

An object may be sent when everything that it takes along may. Most of Python may; what may not is
bound to its thread by somebody: by SQLite, by an event loop, by a lock that is held. Those types
are known by name here, so that nothing has to be imported for it.
"""

from __future__ import annotations

import sys
import threading
import weakref
from collections import deque
from collections.abc import Callable, Collection, Iterable
from functools import partial
from types import (
    BuiltinFunctionType,
    CellType,
    FunctionType,
    GeneratorType,
    MemberDescriptorType,
    MethodType,
    ModuleType,
)
from typing import Any, ClassVar, NamedTuple, TypeVar

from ..errors import NotSendError
from .bundle import Bundle, region_of
from .capture import captured, qualified_name

__all__ = ["NotSend", "Send", "SendCheck", "Sync", "is_send", "refuse_bound"]

C = TypeVar("C", bound=type)

# What was said of a type.
_declared: weakref.WeakKeyDictionary[type, bool] = weakref.WeakKeyDictionary()


class _Marker:
    __slots__ = ()
    _sends: ClassVar[bool]

    @classmethod
    def register(cls, marked: C) -> C:
        """Mark a class that is not ours to change; also a class decorator. Returns the class.

        Holds for its subclasses, until one of them is marked otherwise. Raises TypeError for what
        is no class.
        """
        if not isinstance(marked, type):
            raise TypeError(f"expected a class, got {type(marked).__name__}")
        _declared[marked] = cls._sends
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


_declared.update({Send: True, Sync: True, NotSend: False})


class SendCheck(NamedTuple):
    """Whether something may be sent; true or false as it is.

    `path` leads to the first thing that may not: the words for each step, and its type.
    """

    path: tuple[str, ...] = ()
    reason: str = ""

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


def first_bound(
    roots: Iterable[tuple[str, object]], moving: Collection[int], strict: bool
) -> SendCheck | None:
    """The first of what the roots refer to that may not be sent; None when everything may.

    `moving` has the ids of what moves along, and need not be asked about. The nearest is found
    first, so that the path is short.
    """
    # A step: the thing, the words for it, and the step before.
    queue: deque[tuple[Any, str, Any]] = deque()
    seen: dict[int, Any] = {}
    for label, root in roots:
        if type(root) in _ATOMS or (
            type(root) is FunctionType
            and root.__closure__ is None
            and root.__defaults__ is None
            and root.__kwdefaults__ is None
            and not root.__dict__
        ):
            continue
        queue.append((root, label, None))
    while queue:
        step = queue.popleft()
        thing = step[0]
        cls = type(thing)
        if cls in _ATOMS or id(thing) in seen or id(thing) in moving:
            continue
        # Kept, so that no other object gets its id.
        seen[id(thing)] = thing
        if len(seen) > LIMIT:
            if strict:
                return _path(step, f"more than {LIMIT} objects were looked at to get here")
            return None
        sends = _said_of(cls)
        if sends is True:
            continue
        reason = _bound(thing, moving)
        if reason == "":
            continue
        if reason is None and sends is False:
            reason = "it is marked NotSend"
        if reason is None and strict and not _is_known(cls):
            reason = (
                "nothing is known of its type; say that it may be sent with safestore.Send.register"
            )
        if reason is not None:
            return _path(step, reason)
        for label, referent in captured(thing):
            if type(referent) not in _ATOMS:
                queue.append((referent, label, step))
    return None


def refuse_bound(value: object, bundle: Bundle, strict: bool) -> None:
    """Raise NotSendError when something that travels with a value is bound to this thread."""
    moving = {*map(id, bundle.regions), *map(id, bundle.companions)}
    found = first_bound((*bundle.host_state(), ("", value)), moving, strict)
    if found is not None:
        raise NotSendError(
            f"{bundle.told(type(value).__name__)} cannot be transferred, since this would travel "
            f"along: {found}; make it anew on the landing thread (store.on_land), or mark it with "
            "safestore.Send.register if you know that it may travel"
        )


def _path(step: tuple[Any, str, Any], reason: str) -> SendCheck:
    steps = [qualified_name(type(step[0]))]
    at: Any = step
    while at is not None:
        if at[1]:
            steps.append(at[1])
        at = at[2]
    return SendCheck(tuple(reversed(steps)), reason)


def _said_of(cls: type) -> bool | None:
    """What was said of a class, or of the nearest of its bases that anything was said of."""
    for base in type.__getattribute__(cls, "__mro__"):
        sends = _declared.get(base)
        if sends is not None:
            return sends
    return None


# What refers to nothing that could be bound.
_ATOMS = frozenset(
    {
        type(None),
        bool,
        int,
        float,
        complex,
        str,
        bytes,
        bytearray,
        range,
        type(...),
        type(NotImplemented),
        type,
        ModuleType,
    }
)

# Says why an object may not be sent; "" when it may, whatever it refers to; None when that has to
# be looked at.
_Judge = Callable[[Any], "str | None"]


def _held(lock: Any) -> str | None:
    return "it is held, and its holder cannot follow" if lock.locked() else ""


def _held_here(lock: Any) -> str | None:
    return "it is held by this thread" if lock._is_owned() else ""


def _running(thing: Any) -> str | None:
    running = getattr(thing, "gi_running", False) or getattr(thing, "ag_running", False)
    return "it is running on this thread" if running else None


def _started(coroutine: Any) -> str | None:
    frame = coroutine.cr_frame
    if frame is not None and frame.f_lasti >= 0 and coroutine.cr_await is not None:
        return "it is suspended, and belongs to the event loop that runs it"
    return "it is running on this thread" if coroutine.cr_running else None


def _connected(connection: Any) -> str | None:
    """SQLite's own check is not to be read, only to be met: on a thread that lives meanwhile."""
    outcome: list[BaseException] = []

    def touch() -> None:
        try:
            # Of the class: a subclass may have another. It has no effect but a cursor.
            sys.modules["sqlite3"].Connection.cursor(connection)
        except BaseException as error:
            outcome.append(error)

    thread = threading.Thread(target=touch, name="safestore: may this connection be sent?")
    thread.start()
    thread.join()
    if outcome and "thread" in str(outcome[0]):
        return "SQLite refuses it on any other thread than its own (check_same_thread)"
    return ""


def _says(reason: str) -> _Judge:
    return lambda thing: reason


_may = _says("")
_LOOP = _says("it belongs to the thread that runs its event loop")

_KNOWN: dict[str, _Judge] = {
    "sqlite3.Connection": _connected,
    "sqlite3.Blob": _says("SQLite refuses it on any other thread than its own"),
    "_thread._local": _says("it holds something else on each thread"),
    "_thread.lock": _held,
    "_thread.RLock": _held_here,
    "builtins.generator": _running,
    "builtins.async_generator": _running,
    "builtins.coroutine": _started,
    "asyncio.events.AbstractEventLoop": _LOOP,
    "_asyncio.Future": _LOOP,
    "asyncio.futures.Future": _LOOP,
    "asyncio.events.Handle": _LOOP,
    "asyncio.transports.BaseTransport": _LOOP,
    "asyncio.streams.StreamReader": _LOOP,
    "asyncio.streams.StreamWriter": _LOOP,
    "greenlet.greenlet": _says("a greenlet stays on its thread"),
    "trio._core._run.Task": _LOOP,
    "trio._core._run.Nursery": _LOOP,
    "trio._core._run.CancelScope": _LOOP,
    "tkinter.Misc": _says("Tk belongs to the thread that made it"),
    "_tkinter.tkapp": _says("Tk belongs to the thread that made it"),
    # Made to be shared; what waits in them is none of the matter.
    "threading.Thread": _may,
    "threading.Condition": _may,
    "threading.Event": _may,
    "threading.Semaphore": _may,
    "threading.Barrier": _may,
    "queue.Queue": _may,
    "_queue.SimpleQueue": _may,
    "concurrent.futures._base.Executor": _may,
    "concurrent.futures._base.Future": _may,
    "logging.Logger": _may,
    "logging.Manager": _may,
    "logging.Handler": _may,
}
_judges: weakref.WeakKeyDictionary[type, tuple[_Judge | None]] = weakref.WeakKeyDictionary()


def _judge_of(cls: type) -> _Judge | None:
    found = _judges.get(cls)
    if found is None:
        names = (
            f"{base.__module__}.{base.__qualname__}"
            for base in type.__getattribute__(cls, "__mro__")
        )
        found = _judges[cls] = (next((_KNOWN[name] for name in names if name in _KNOWN), None),)
    return found[0]


def _bound(thing: Any, moving: Collection[int]) -> str | None:
    region = region_of(thing)
    if region is not None:
        if id(region) in moving:
            return ""
        return f"it belongs to {region}, which does not move along; pin both as one bundle"
    judge = _judge_of(type(thing))
    return None if judge is None else judge(thing)


def _is_known(cls: type) -> bool:
    """Whether everything that makes up an instance is looked at: there is no state of C's."""
    if cls in _TRANSPARENT or _judge_of(cls) is not None:
        return True
    for base in type.__getattribute__(cls, "__mro__"):
        if base in _TRANSPARENT or base is object:
            return True
        words = (base.__basicsize__ - base.__base__.__basicsize__) // 8
        slots = sum(type(member) is MemberDescriptorType for member in vars(base).values())
        # A class statement adds a word for each slot, and one each for the dict and for weak
        # references.
        if words > slots + 2:
            return False
    return True


_TRANSPARENT = frozenset(
    {
        *(dict, list, tuple, set, frozenset, deque, BaseException, FunctionType),
        *(MethodType, BuiltinFunctionType, CellType, GeneratorType, partial, weakref.ref),
    }
)
