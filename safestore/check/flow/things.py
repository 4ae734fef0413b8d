"""What the analysis follows: abstract things, and what has become of them.

A thing stands for whatever one place in the program makes: the pin of a call of `Pinned`, the
token of a `transfer()`, the value of a parameter. Stores, pins, handles and views are in a
*region*, a thing as well, and a region is what moves and closes: a landing makes a new one, so
that whatever was left behind in the old one stays behind.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from mypy.nodes import FuncItem, Node, Var

from ..finding import Place

__all__ = ["EMPTY", "FALSE", "NONE", "OPEN", "TRUE", "Code", "Path", "Status", "Thing", "Value"]
__all__ += ["What", "Word"]


class What(Enum):
    """The kinds of things."""

    REGION = "region"
    STORE = "store"
    HANDLE = "handle"
    PIN = "pin"
    TOKEN = "token"
    VIEW = "view"
    CALLER = "caller"
    CALL = "call"
    """What `call_async` gives, and tasks of it."""
    OBJECT = "object"
    """Whatever else may hold one of the others: a container, an instance of the program's."""
    CODE = "code"
    CONSTANT = "constant"


class Word(Enum):
    """What has become of a thing."""

    OPEN = "open"
    MOVED = "moved"
    CLOSED = "closed"
    SPENT = "spent"
    """A token that was landed, discarded or handed on."""
    KEPT = "kept"
    """A token or a call that somebody else sees to, too: it may still be used here."""
    ENDED = "ended"
    """A view whose `with` is over."""
    STALE = "stale"
    """A view of a memory that has grown."""
    RUNNING = "running"
    """A call that the event loop runs by itself."""
    DONE = "done"


class Status(NamedTuple):
    """One thing that may have become of a thing: where, and by what."""

    word: Word
    place: Place | None = None
    how: str = ""


OPEN = frozenset((Status(Word.OPEN),))

# How a function gets at something that it did not make: a variable, and attributes from there.
Path = tuple["Var | str", ...]


class Code(NamedTuple):
    """A function as a value: a closure, a bound method, a partial.

    `function` is a name where it is a method of the library's.
    """

    function: FuncItem | str
    receiver: Value
    arguments: tuple[tuple[str | None, Value], ...]


class Thing:
    """One abstract thing.

    `path` is there for what a function did not make. `many` says that it stands for several, of
    which nothing can be said one by one. `outer` says that it outlives the function, as an
    attribute or a global does. `raw` is a view by a pointer, which nothing keeps alive.
    """

    __slots__ = ("code", "made", "many", "name", "node", "outer", "path", "raw", "what")

    def __init__(
        self,
        what: What,
        name: str,
        made: Place | None = None,
        *,
        path: Path | None = None,
        node: Node | None = None,
        many: bool = False,
        outer: bool = False,
        raw: bool = False,
        code: Code | None = None,
    ) -> None:
        self.what = what
        self.name = name
        self.made = made
        self.path = path
        self.node = node
        self.many = many
        self.outer = outer
        self.raw = raw
        self.code = code

    def __repr__(self) -> str:
        place = f" of line {self.made.line}" if self.made is not None else ""
        return f"<{'older ' * self.many}{self.what.value} {self.name}{place}>"


Value = frozenset[Thing]
EMPTY: Value = frozenset()

# Constants that branches are decided by.
NONE = Thing(What.CONSTANT, "None")
TRUE = Thing(What.CONSTANT, "True")
FALSE = Thing(What.CONSTANT, "False")


def only(value: Iterable[Thing], *kinds: What) -> list[Thing]:
    """The things of some kinds, in an order that does not depend on their addresses."""
    return sorted((t for t in value if t.what in kinds), key=_order)


def _order(thing: Thing) -> tuple[str, str, Place | None]:
    return (thing.what.value, thing.name, None) if thing.made is None else _made_order(thing)


def _made_order(thing: Thing) -> tuple[str, str, Place | None]:
    return thing.what.value, thing.name, thing.made
