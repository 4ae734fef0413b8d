"""What a function does to what it did not make, and what it gives back: all that its callers see.

A summary is the state at the end of the function. What the function did not make stands in it
under the way to it: a parameter or a captured variable, and attributes from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mypy.nodes import Var

from .state import State
from .things import EMPTY, Path, Value
from .uses import Need

__all__ = ["Snapshot", "Summary"]


@dataclass
class Snapshot:
    """What is known at an end of a function, and what is given to the caller there."""

    state: State
    value: Value = EMPTY


@dataclass
class Summary:
    """What callers see of a function.

    `needs` are the paths that have to be open when it is called. `exit` is None when it never
    comes to an end; `entered` is there for a generator: what is known at its first yield.
    `awaits` are the paths of stores that it runs asynchronous calls in, `assigned` the variables
    of others that it assigns to, `grows` the memories that it makes to grow.
    """

    parameters: tuple[Var, ...]
    needs: Mapping[Path, Need] = field(default_factory=dict)
    exit: Snapshot | None = None
    entered: Snapshot | None = None
    awaits: frozenset[Path] = frozenset()
    assigned: frozenset[Var] = frozenset()
    grows: frozenset[Path] = frozenset()
