"""Nothing of wasmtime's public API is unguarded: the table names it, and our class overrides it.

A new release of wasmtime with a new method, property or class fails here.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest
import wasmtime
import wasmtime.component
from wasmtime._managed import Managed

import safestore
import safestore.component
from safestore.objects.guards import GUARDS

# What wasmtime defines of these is as public as a method with a name.
DUNDERS = ("__init__", "__call__", "__getitem__", "__len__", "__iter__", "__eq__")
KINDS = {
    "close",
    "change",
    "change+exclusive",
    "change+run",
    "consume",
    "exclusive",
    "exclusive*",
    "make",
    "make-in",
    "make-run",
    "own-exclusive",
    "own-read",
    "own-run",
    "read",
    "read*",
    "run",
    "run*",
    "shared",
    "use",
    "use+exclusive",
    "use+run",
    "value",
}

# Inherited as they are: two numbers, and nothing native.
PLAIN = {("Limits", "__init__")}


def classes() -> Iterator[tuple[str, type, type]]:
    """The name in the table, wasmtime's class and ours, of every public class."""
    for name in wasmtime.__all__:
        theirs = getattr(wasmtime, name)
        # An enum is what it is.
        if inspect.isclass(theirs) and not issubclass(theirs, Enum):
            yield name, theirs, getattr(safestore, name)
    for name in wasmtime.component.__all__:
        theirs = getattr(wasmtime.component, name)
        if inspect.isclass(theirs):
            yield f"component.{name}", theirs, getattr(safestore.component, name)
    # Handed out by `ComponentType.imports`, and public in all but its name.
    extern = getattr(wasmtime.component._types, "ComponentExtern", None)
    if extern is not None:
        yield "component.ComponentExtern", extern, safestore.component._types.ComponentExtern


def members(theirs: type) -> set[str]:
    """The public attributes that wasmtime's class or its own bases define."""
    found = set()
    for base in theirs.__mro__:
        if base.__module__.partition(".")[0] != "wasmtime":
            continue
        for name, value in vars(base).items():
            callable_ = callable(value) or isinstance(value, (property, classmethod, staticmethod))
            if (name in DUNDERS and callable(value)) or (not name.startswith("_") and callable_):
                found.add(name)
    return found


CASES = sorted((table, name) for table, theirs, _ in classes() for name in members(theirs))


def definer(cls: type, name: str) -> type:
    for base in cls.__mro__:
        if name in vars(base):
            return base
    raise AssertionError(f"{cls} has no {name}")


OURS = {table: ours for table, _, ours in classes()}


def test_every_public_name_is_exported() -> None:
    assert set(wasmtime.__all__) <= set(safestore.__all__)
    assert set(wasmtime.component.__all__) <= set(safestore.component.__all__)
    for name in set(wasmtime.__all__) | {"component"}:
        assert hasattr(safestore, name), name


def test_every_class_is_a_subclass() -> None:
    for table, theirs, ours in classes():
        assert issubclass(ours, theirs), table
        assert ours is not theirs, table


@pytest.mark.parametrize(("table", "name"), CASES)
def test_the_table_names_it_and_our_class_overrides_it(table: str, name: str) -> None:
    assert table in GUARDS, f"no table for {table}"
    assert name in GUARDS[table], f"the table of {table} does not name {name}"
    if (table, name) in PLAIN:
        return
    where = definer(OURS[table], name)
    assert where.__module__.partition(".")[0] == "safestore", (
        f"{table}.{name} is {where.__module__}'s own"
    )


def test_the_table_is_of_known_kinds_and_existing_attributes() -> None:
    known = {table for table, _, _ in classes()}
    for table, guards in GUARDS.items():
        if table in known:
            assert {kind.removesuffix("*") for kind in guards.values()} <= KINDS, table
            for name in guards:
                assert hasattr(OURS[table], name), f"{table} has no {name}"


def test_owned_objects_keep_wasmtimes_protocol() -> None:
    for table, theirs, ours in classes():
        if issubclass(theirs, Managed):
            for name in ("close", "ptr", "__del__"):
                where = definer(ours, name).__module__
                assert where.partition(".")[0] == "safestore", f"{table}.{name} is {where}'s own"


@pytest.mark.parametrize("table", [table for table, _, _ in classes()])
def test_guarded_methods_are_wrapped(table: str) -> None:
    """What goes through a region has the wrapper's code, or is marked as doing it itself."""
    cls: Any = OURS[table]
    for name, kind in GUARDS.get(table, {}).items():
        first = kind.split("+")[0]
        if kind.endswith("*") or (
            first not in ("read", "exclusive", "run", "change", "use", "make-in", "make-run")
            and (not first.startswith("own-"))
        ):
            continue
        found = inspect.getattr_static(cls, name)
        functions = [found.fget, found.fset] if isinstance(found, property) else [found]
        for function in functions:
            if function is not None:
                assert function.__code__.co_name == "guarded", f"{table}.{name} is not wrapped"
