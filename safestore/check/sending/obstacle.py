"""What stands in the way of a value that is to travel, and where it would travel to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from mypy.nodes import CallExpr, Context, Expression, FuncDef, Node, Var
from mypy.types import Type

from ..finding import Note, Place
from ..kinds import Kind

__all__ = ["Destination", "Given", "Obstacle", "Origin", "first_of_each", "told_of", "type_words"]


class Destination(Enum):
    """Where a value goes, which says what may not go there."""

    THREAD = "another thread"
    PROCESS = "another process"
    CALLBACK = "whatever thread the callback is run on"
    """Finalizers, handlers of signals and of the end: only what is bound to its thread counts."""


@dataclass(frozen=True, eq=False)
class Origin:
    """A place in some module, for a note."""

    path: str
    node: Context
    message: str

    def note(self) -> Note:
        return Note(Place.of(self.path, self.node), self.message)


@dataclass(frozen=True, eq=False)
class Given:
    """An argument by which a parameter gets its value.

    `call` is None for what a decorator is given. `around` is the function, or module, in which it
    is. `method` is the function given, when that is a decorated method.
    """

    path: str
    expression: Expression
    call: CallExpr | None
    around: Node
    method: FuncDef | None = None


@dataclass(frozen=True, eq=False)
class Obstacle:
    """The first thing found in a value that may not travel.

    `path` are the words for each step to it, its type last. `kind` is what it is, None for what
    is marked NotSend. `roots` are the variables through which it is reached, when it is captured.
    `given` is the argument of a call that brought it to where it was found, through a parameter.
    """

    path: tuple[str, ...]
    kind: Kind | None
    reason: str
    origins: tuple[Origin, ...] = ()
    roots: tuple[Var, ...] = field(default=())
    given: Given | None = None

    def behind(self, *steps: str) -> Obstacle:
        """The same, further away."""
        return replace(self, path=(*steps, *self.path)) if steps else self

    def noted(self, *origins: Origin) -> Obstacle:
        return replace(self, origins=(*origins, *self.origins))

    def rooted(self, *roots: Var) -> Obstacle:
        return replace(self, roots=(*roots, *self.roots))


_EXCLUSIVE = "one thread at a time may use a store and what is connected to it"
_THREAD_REASONS: dict[Kind, str] = {
    Kind.STORE: f"{_EXCLUSIVE}; pin it, and hand over the token of `transfer()`",
    Kind.HANDLE: f"{_EXCLUSIVE}; pin the store, or a bundle of both, and hand over the token",
    Kind.LINKER: f"{_EXCLUSIVE}; make one there",
    Kind.PIN: "it belongs to the thread that pinned it; hand over `transfer()`, and land it there",
    Kind.VIEW: "it is borrowed for its `with`; hand over a copy, as `bytes(view)`",
    Kind.CALLER: "it is good inside its call only",
}
_PROCESS_REASONS: dict[Kind, str] = {
    **dict.fromkeys(Kind, "it lives in this process; make one there"),
    Kind.TOKEN: "a token can be landed in its own process only",
    Kind.SHARED: "it lives in this process; send what it is made from, or `serialize()` a module",
    Kind.VIEW: _THREAD_REASONS[Kind.VIEW],
}
_REASONS: dict[Destination, dict[Kind, str]] = {
    Destination.THREAD: _THREAD_REASONS,
    Destination.PROCESS: _PROCESS_REASONS,
    Destination.CALLBACK: {
        Kind.PIN: "it belongs to the thread that pinned it, and this may run on any",
        Kind.VIEW: _THREAD_REASONS[Kind.VIEW],
        Kind.CALLER: _THREAD_REASONS[Kind.CALLER],
    },
}


def told_of(kind: Kind, destination: Destination) -> str | None:
    """Why what is of a kind may not go somewhere; None when it may."""
    return _REASONS[destination].get(kind)


_QUALIFIED = re.compile(r"(?<![\w.])(?:\w+\.)+(?=\w)")


def type_words(type: Type) -> str:
    """A type, as a program would name it."""
    return _QUALIFIED.sub("", str(type).replace("?", ""))


def first_of_each(found: Iterable[Obstacle]) -> list[Obstacle]:
    """The first that nobody gave, and the first of each argument that callers give."""
    kept: dict[int, Obstacle] = {}
    for one in found:
        kept.setdefault(0 if one.given is None else id(one.given.expression), one)
    return list(kept.values())
