"""Recipes: how to make a value in a world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import safestore as wasmtime

from .world import World

__all__ = ["Recipe", "closed", "same", "unmade"]


class Recipe(NamedTuple):
    """How to make a value in a world. The name is what Hypothesis shows of an example."""

    name: str
    make: Callable[[World], Any]

    def __repr__(self) -> str:
        return self.name


def same(name: str, value: Any) -> Recipe:
    return Recipe(name, lambda world: value)


def unmade(name: str) -> Recipe:
    cls = getattr(wasmtime, name)
    return Recipe(f"{name}.__new__({name})", lambda world: cls.__new__(cls))


def closed(name: str, make: Callable[[World], Any]) -> Recipe:
    def close(world: World) -> Any:
        made = make(world)
        made.close()
        return made

    return Recipe(f"closed {name}", close)
