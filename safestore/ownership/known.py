"""What is known of other people's types: which are bound to their thread, and which are not.

They are known by name, so that nothing has to be imported for it.
"""

from __future__ import annotations

import sys
import weakref
from collections import deque
from collections.abc import Callable
from functools import partial
from types import (
    BuiltinFunctionType,
    CellType,
    FunctionType,
    GeneratorType,
    MemberDescriptorType,
    MethodType,
)
from typing import Any

from .unpatched import allocate_lock, start_new_thread

__all__ = ["Judge", "is_shared", "is_transparent", "judge_of"]

# Says why an object may not be sent; "" when it may, whatever it refers to; None when that has to
# be looked at.
Judge = Callable[[Any], "str | None"]


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
    given, said = [connection], [""]
    done = allocate_lock()
    done.acquire()
    try:
        # Not one of `threading`'s, which would run the tracers and profilers of the program.
        start_new_thread(_touch, (given, said, done))
    except RuntimeError:
        # Too many of them, or the interpreter is about to end.
        return (
            "SQLite may refuse it on any thread but its own, and no thread could be started to ask"
        )
    done.acquire()
    if "thread" in said[0]:
        return "SQLite refuses it on any thread but its own (see check_same_thread)"
    return ""


def _touch(given: list[Any], said: list[str], done: Any) -> None:
    try:
        connection = given.pop()
        try:
            # Of the class: a subclass may have another. It has no effect but a cursor.
            sys.modules["sqlite3"].Connection.cursor(connection)
        except BaseException as error:
            said[0] = str(error)
        # The last reference is not to be this thread's.
        del connection
    finally:
        done.release()


def _says(reason: str) -> Judge:
    return lambda thing: reason


_may = _says("")
_LOOP = _says("it belongs to the thread that runs its event loop")

_ALONGSIDE = _says("it does not move along (pin it together with the store, as one bundle)")

_KNOWN: dict[str, Judge] = {
    "sqlite3.Connection": _connected,
    "sqlite3.Blob": _says("SQLite refuses it on any thread but its own"),
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
    "safestore.ownership.pinned.Pinned": _says(
        "a pin is for its thread (a host function has its Caller, or the store itself)"
    ),
    "safestore.objects.caller.Caller": _says("it is good inside one call of a host function"),
    "safestore.objects.store_context.StoreContext": _says(
        "it is good inside one call of a host function"
    ),
    "safestore.objects.linker.Linker": _ALONGSIDE,
    "safestore.component._linker._Part": _ALONGSIDE,
    "safestore.objects.view.MemoryView": _says("it is a view of a memory of this thread's"),
    # They never change.
    "decimal.Decimal": _may,
    "re.Pattern": _may,
    "builtins.method_descriptor": _may,
    "builtins.wrapper_descriptor": _may,
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
    # By these names too, since what a program derives from one of these is its own.
    "threading.Timer": _may,
    "threading._MainThread": _may,
    "threading._DummyThread": _may,
    "threading.BoundedSemaphore": _may,
    "queue.LifoQueue": _may,
    "queue.PriorityQueue": _may,
    "concurrent.futures.thread.ThreadPoolExecutor": _may,
    "concurrent.futures.process.ProcessPoolExecutor": _may,
    "logging.RootLogger": _may,
    "logging.StreamHandler": _may,
    "logging.FileHandler": _may,
    "safestore.ownership.pinned.TransferToken": _may,
}


def judge_of(cls: type) -> Judge | None:
    """What judges the instances of a class; None when nothing is known of it."""
    for base in type.__getattribute__(cls, "__mro__"):
        judge = _KNOWN.get(_name(base))
        if judge is not None:
            return judge
    return None


def is_shared(cls: type) -> bool:
    """Whether a class is one of those that are made to be shared; not a subclass of one."""
    return _KNOWN.get(_name(cls)) is _may


def _name(cls: type) -> str:
    # Of the class, past its metaclass.
    module = type.__getattribute__(cls, "__module__")
    name: str = type.__getattribute__(cls, "__qualname__")
    return f"{module}.{name}" if type(module) is str else name


def is_transparent(cls: type) -> bool:
    """Whether everything that makes up an instance is looked at: there is no state of C's."""
    # There are two of them, and only one has a name.
    if issubclass(cls, BuiltinFunctionType):
        return True
    for base in type.__getattribute__(cls, "__mro__"):
        # By identity: a metaclass may have made its classes unhashable.
        if id(base) in _TRANSPARENT or base is object:
            return True
        below = type.__getattribute__(base, "__base__")
        sizes = [type.__getattribute__(each, "__basicsize__") for each in (base, below)]
        words = (sizes[0] - sizes[1]) // 8
        members = type.__getattribute__(base, "__dict__")
        # A C type's members are described likewise.
        slots = "__slots__" in members and sum(
            type(member) is MemberDescriptorType for member in members.values()
        )
        # A class statement adds a word for each slot, and up to one each for these.
        if words > slots + ("__dict__" in members) + ("__weakref__" in members):
            return False
    return True


_TRANSPARENT = frozenset(
    map(
        id,
        (
            *(dict, list, tuple, set, frozenset, deque, BaseException, FunctionType),
            *(MethodType, CellType, GeneratorType, partial, weakref.ref),
        ),
    )
)
