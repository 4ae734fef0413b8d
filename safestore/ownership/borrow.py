"""What is lent out of memories, and to be given back before they move, or are moved (V3, T4).

Giving back runs no code of ours: it is a `pop` from a dict, on whichever thread and with no lock.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

from .place import place_of_caller

__all__ = ["BORROWS", "VIEWS", "Borrow"]


def _never() -> bool:
    return False


class Borrow:
    """A view that is out. What it looks at is kept alive by the view, not by this.

    `is_over` answers whether a view that is still there was released, and nothing made from it.
    """

    __slots__ = ("ends", "is_over", "made_at", "region")

    def __init__(self, region: object) -> None:
        self.region = region
        self.made_at = place_of_caller()
        self.ends: weakref.ref[Any] | None = None
        self.is_over: Callable[[], bool] = _never

    def ends_with(self, view: Any, back: Callable[[Any], object]) -> None:
        """Give the borrow back when `view` is gone: `back` is a C function that takes one argument.

        The weak reference lives here, and not in the garbage that the view may become part of.
        """
        self.ends = weakref.ref(view, back)
        # A frame that another thread looked at, and keeps, must not keep the view.
        del view


# What is lent out of memories that may move, of all regions. A plain dict: giving back is
# `BORROWS.pop(key)`, a C function, on whichever thread and with no lock.
BORROWS: dict[int, Borrow] = {}

# What is lent out of memories that do not move: in nobody's way but a transfer's.
VIEWS: dict[int, Borrow] = {}
