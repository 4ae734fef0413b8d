"""What a Python object refers to, each reference with the words for it in a message.

No code of the user's runs: attributes are read from where they are kept, not asked for.
"""

from __future__ import annotations

import gc
import sys
import weakref
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from types import (
    AsyncGeneratorType,
    BuiltinMethodType,
    CellType,
    CodeType,
    CoroutineType,
    FrameType,
    FunctionType,
    GeneratorType,
    GetSetDescriptorType,
    MemberDescriptorType,
    MethodType,
    ModuleType,
    TracebackType,
)
from typing import Any

__all__ = [
    "OPAQUE",
    "attributes",
    "captured",
    "copied",
    "is_ours",
    "items",
    "mro",
    "own",
    "qualified_name",
]

Reference = tuple[str, Any]

# By identity: a metaclass may have made its classes unhashable.
_PLAIN = frozenset(map(id, (dict, list, tuple, deque, set, frozenset)))
# What a `for` loop goes through such a container with.
_CONTAINERS: tuple[Any, ...] = ((), [], {}, set(), deque(), range(0), "", {}.items(), {}.values())
_STEPS = frozenset(id(type(iter(thing))) for thing in _CONTAINERS)
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
        for key, value in copied(dict.items, thing):
            if type(key) is not str:
                yield "a key", key
            yield _key(key), value
    elif issubclass(cls, (list, tuple, deque)):
        # A subclass may have an `__iter__` of its own.
        kind: Any = next(kind for kind in (list, tuple, deque) if issubclass(cls, kind))
        for index, item in enumerate(copied(kind.__iter__, thing)):
            yield f"[{index}]", item
    elif issubclass(cls, (set, frozenset)):
        kind = set if issubclass(cls, set) else frozenset
        for item in copied(kind.__iter__, thing):
            yield "an element", item


def _key(key: Any) -> str:
    # Of a huge number the digits cannot be had.
    if type(key) is str or (type(key) is int and -(10**20) < key < 10**20):
        return f"[{key!r}]"
    return f"[a {qualified_name(type(key))}]"


def copied(iterate: Callable[[Any], Iterable[Any]], thing: Any) -> list[Any]:
    """What going through `thing` gives, copied in one step, since others may be changing it.

    Up to Python 3.11 a garbage collection may run in between, and let another thread in.
    """
    while True:
        try:
            return list(iterate(thing))
        except RecursionError:
            raise
        except RuntimeError:
            # It has changed meanwhile.
            continue


def _namespace(thing: Any) -> dict[str, Any] | None:
    # A class may have a property of that name: the attribute is CPython's own, or none.
    cls = type(thing)
    for base in mro(cls):
        member: Any = type.__getattribute__(base, "__dict__").get("__dict__")
        kind = type(member)
        if kind is GetSetDescriptorType or kind is MemberDescriptorType:
            try:
                kept = member.__get__(thing, cls)
            except AttributeError:
                return None
            return kept if issubclass(type(kept), dict) else None
    return None


# What stores, handles and linkers keep for themselves.
_OURS = frozenset(
    {
        *("engine", "parent", "_region", "_native", "_raw", "_exports"),
        *("_description", "_plan", "_engine", "_definitions", "_sharing", "_tenant"),
    }
)


def own(thing: Any) -> Iterator[Reference]:
    """The attributes that a program has given to an object of ours, or of a subclass."""
    namespace = _namespace(thing)
    if namespace is None or (is_ours(type(thing)) and _OURS.issuperset(namespace)):
        return
    for name, value in attributes(thing):
        if name.lstrip(".") not in _OURS:
            yield name, value


def is_ours(cls: type) -> bool:
    """Whether it is a class of this package, and not a program's subclass of one."""
    module = type.__getattribute__(cls, "__module__")
    return type(module) is str and module.startswith("safestore.")


def attributes(thing: Any) -> Iterator[Reference]:
    """The attributes that an instance keeps, in its `__dict__` and in slots."""
    cls = type(thing)
    for name, value in copied(dict.items, _namespace(thing) or {}):
        yield _attribute(name), value
    for base in mro(cls):
        if "__slots__" not in type.__getattribute__(base, "__dict__"):
            continue
        for name, member in list(type.__getattribute__(base, "__dict__").items()):
            if type(member) is MemberDescriptorType:
                try:
                    yield _attribute(name), member.__get__(thing, cls)
                except AttributeError:
                    # Never assigned.
                    continue


def _attribute(name: Any) -> str:
    return f".{name}" if type(name) is str else "an attribute"


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
        yield from attributes(thing)
    elif issubclass(cls, (GeneratorType, CoroutineType, AsyncGeneratorType)):
        yield from _of_generator(thing)
    elif cls is CellType:
        yield from _of_cell("its contents", thing)
    elif not issubclass(cls, OPAQUE):
        told = {id(_namespace(thing))}
        for reference in (*items(thing), *attributes(thing)):
            told.add(id(reference[1]))
            yield reference
        # What is kept in C: by iterators, cursors and their like, and by their subclasses.
        yield from _others("what it refers to", thing, told)


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
        for name, value in copied(dict.items, function.__dict__):
            yield _attribute(name), value


def _of_cell(label: str, cell: CellType) -> Iterator[Reference]:
    try:
        yield label, cell.cell_contents
    except ValueError:
        # Empty: the variable is not assigned yet.
        return


def _others(label: str, thing: Any, told: Collection[int]) -> Iterator[Reference]:
    for referent in gc.get_referents(thing):
        cls = type(referent)
        if id(referent) not in told and cls is not CodeType and not issubclass(cls, type):
            yield label, referent


def _of_generator(thing: Any) -> Iterator[Reference]:
    frame = getattr(thing, "gi_frame", None)
    if frame is None:
        frame = getattr(thing, "cr_frame", None) or getattr(thing, "ag_frame", None)
    if frame is None:
        # It has ended.
        return
    variables = frame.f_locals
    found = dict(variables)
    for name, value in found.items():
        yield f"local {name!r}", value
    # What it has on its stack: what it iterates over, another generator that it waits for.
    known = {id(value) for value in found.values()}
    known.update(map(id, (variables, frame, frame.f_globals, frame.f_builtins, frame.f_back)))
    label = "what it goes through"
    stack = [*_others(label, thing, known)]
    # Up to Python 3.10 the frame has it.
    if sys.version_info < (3, 11):
        stack.extend(_others(label, frame, known))
    for step in stack:
        if id(type(step[1])) in _STEPS:
            # A loop's own: nobody else has it.
            yield from _others(label, step[1], known)
        else:
            yield step
