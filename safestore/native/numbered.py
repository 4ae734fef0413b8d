"""Numbers that native code carries in place of Python objects, and the tables that resolve them.

The entries are weak. They go away without a line of Python being run: what a weak reference calls
is the table's own `pop`, a C function.
"""

from __future__ import annotations

import weakref
from functools import partial
from itertools import count
from typing import Any, NoReturn, TypeVar

from ..errors import ClosedError

__all__ = ["Numbered", "collected", "enter", "next_number"]

T = TypeVar("T")

# Never given twice, in no table.
_numbers = count(1)
next_number = _numbers.__next__


class Numbered(dict[int, "weakref.ref[T]"]):
    """Weak references by number: `table[number]()` is the object, or None.

    Raises ClosedError for a number whose object is gone.
    """

    def __missing__(self, number: int) -> NoReturn:
        raise collected()


def enter(table: Numbered[Any], number: int, thing: Any) -> None:
    """Let `number` stand for `thing` in `table` for as long as it lives."""
    table[number] = weakref.ref(thing, partial(table.pop, number))


def collected() -> ClosedError:
    """The error for a call from a finalizer in the garbage that the store is part of itself."""
    return ClosedError(
        "the Store is being collected, with everything that only it refers to; close it, or make "
        "the last call, before you let go of it"
    )
