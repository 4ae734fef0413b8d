"""What a Python object refers to, each reference with the words for it in a message.

No code of the user's runs: attributes are read from where they are kept, not asked for.
"""

from __future__ import annotations

import gc
import weakref
from collections import deque
from collections.abc import Iterator
from functools import partial
from types import (
    AsyncGeneratorType,
    BuiltinMethodType,
    CellType,
    CoroutineType,
    FrameType,
    FunctionType,
    GeneratorType,
    MemberDescriptorType,
    MethodType,
    ModuleType,
    TracebackType,
)
from typing import Any

__all__ = ["OPAQUE", "attributes", "captured", "items", "mro", "own", "qualified_name"]

Reference = tuple[str, Any]

# By identity: a metaclass may have made its classes unhashable.
_PLAIN = frozenset(map(id, (dict, list, tuple, deque, set, frozenset)))
# Shared by everybody, or about code that has run: not what an object takes along.
OPAQUE = (type, ModuleType, FrameType, TracebackType)


def mro(cls: type) -> tuple[type, ...]:
    """The class and its bases, whatever its metaclass says."""
    found: tuple[type, ...] = type.__getattribute__(cls, "__mro__")
    return found


# By the names under which they are asked for.
_PUBLIC = {
    "_thread._local": "threading.local",
    "_thread.lock": "threading.Lock",
    "_thread.RLock": "threading.RLock",
    "_asyncio.Future": "asyncio.Future",
    "_asyncio.Task": "asyncio.Task",
}


def qualified_name(cls: type) -> str:
    """`sqlite3.Connection`, as a user would write it; a builtin's name alone."""
    module = type.__getattribute__(cls, "__module__")
    name = type.__getattribute__(cls, "__qualname__")
    # A class body may say anything.
    if type(module) is not str or module in ("builtins", "__main__"):
        return str(name)
    if module.startswith("safestore."):
        module = "safestore.component" if ".component." in module else "safestore"
    full = f"{module}.{name}"
    return _PUBLIC.get(full, full)


def items(thing: Any) -> Iterator[Reference]:
    """What a builtin container, or a subclass of one, holds."""
    # Not `isinstance`, which asks the object: a proxy or a mock says that it is a dict.
    cls = type(thing)
    if issubclass(cls, dict):
        # Copied in one step: another thread may be changing it.
        for key, value in list(dict.items(thing)):
            if type(key) is not str:
                yield "a key", key
            yield f"[{key!r}]" if type(key) in (str, int) else f"[a {type(key).__name__}]", value
    elif issubclass(cls, (list, tuple, deque)):
        for index, item in enumerate(_copied(thing, list, tuple, deque)):
            yield f"[{index}]", item
    elif issubclass(cls, (set, frozenset)):
        for item in _copied(thing, set, frozenset):
            yield "an element", item


def _copied(thing: Any, *kinds: Any) -> list[Any]:
    # A subclass may have an `__iter__` of its own.
    kind = next(kind for kind in kinds if issubclass(type(thing), kind))
    return list(kind.__iter__(thing))


def _namespace(thing: Any) -> dict[str, Any] | None:
    if type(thing).__dictoffset__:
        try:
            kept = object.__getattribute__(thing, "__dict__")
        except AttributeError:
            return None
        if issubclass(type(kept), dict):
            return kept  # type: ignore[no-any-return]
    return None


def own(thing: Any) -> Iterator[Reference]:
    """The attributes that a user has given an object of ours: no underscore in front."""
    for name, value in list(dict.items(_namespace(thing) or {})):
        if not name.startswith("_"):
            yield f".{name}", value


def attributes(thing: Any) -> Iterator[Reference]:
    """The attributes that an instance keeps, in its `__dict__` and in slots."""
    cls = type(thing)
    for name, value in list(dict.items(_namespace(thing) or {})):
        yield f".{name}", value
    for base in mro(cls):
        if "__slots__" not in type.__getattribute__(base, "__dict__"):
            continue
        for name, member in list(type.__getattribute__(base, "__dict__").items()):
            if type(member) is MemberDescriptorType:
                try:
                    yield f".{name}", member.__get__(thing, cls)
                except AttributeError:
                    # Never assigned.
                    continue


def captured(thing: Any) -> Iterator[Reference]:
    """Everything that `thing` refers to and would take along to another thread."""
    cls = type(thing)
    if id(cls) in _PLAIN:
        yield from items(thing)
    elif cls is FunctionType:
        yield from _of_function(thing)
    elif cls is MethodType:
        yield "self", thing.__self__
        yield "its function", thing.__func__
    elif issubclass(cls, BuiltinMethodType):
        if thing.__self__ is not None:
            yield "self", thing.__self__
    elif cls is partial:
        yield "its function", thing.func
        for index, value in enumerate(thing.args):
            yield f"argument {index}", value
        for name, value in list(thing.keywords.items()):
            yield f"argument {name!r}", value
        yield from attributes(thing)
    elif issubclass(cls, weakref.ref):
        referent = weakref.ref.__call__(thing)
        if referent is not None:
            yield "its referent", referent
    elif issubclass(cls, (GeneratorType, CoroutineType, AsyncGeneratorType)):
        for name, value in _locals(thing).items():
            yield f"local {name!r}", value
    elif cls is CellType:
        yield from _of_cell("its contents", thing)
    elif not issubclass(cls, OPAQUE):
        told = {id(_namespace(thing))}
        for reference in (*items(thing), *attributes(thing)):
            told.add(id(reference[1]))
            yield reference
        # What is kept in C: by iterators, cursors and their like, and by their subclasses.
        for referent in gc.get_referents(thing):
            if id(referent) not in told and not issubclass(type(referent), type):
                yield "what it refers to", referent


def _of_function(function: FunctionType) -> Iterator[Reference]:
    if function.__closure__ is not None:
        for name, cell in zip(function.__code__.co_freevars, function.__closure__, strict=False):
            yield from _of_cell(f"closure {name!r}", cell)
    defaults = function.__defaults__
    if defaults is not None:
        code = function.__code__
        named = code.co_varnames[: code.co_argcount][-len(defaults) :]
        for name, value in zip(named, defaults, strict=False):
            yield f"default {name!r}", value
    if function.__kwdefaults__ is not None:
        for name, value in list(function.__kwdefaults__.items()):
            yield f"default {name!r}", value
    if function.__dict__:
        for name, value in list(function.__dict__.items()):
            yield f".{name}", value


def _of_cell(label: str, cell: CellType) -> Iterator[Reference]:
    try:
        yield label, cell.cell_contents
    except ValueError:
        # Empty: the variable is not assigned yet.
        return


def _locals(thing: Any) -> dict[str, Any]:
    frame = getattr(thing, "gi_frame", None)
    if frame is None:
        frame = getattr(thing, "cr_frame", None) or getattr(thing, "ag_frame", None)
    return {} if frame is None else dict(frame.f_locals)
