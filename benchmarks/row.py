"""A row of the table: one operation, written once and run on either library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import wasmtime

import safestore

__all__ = ["Batch", "Row", "both", "ours_alone"]

# Runs the operation that many times and does nothing else.
Batch = Callable[[int], object]


@dataclass(frozen=True)
class Row:
    """`baseline` and `ours` make the batch of either side; neither is part of the time.

    `fresh` makes a new one for each batch: for operations that fill up their store. `floor` is
    how many times faster than the baseline ours has to be; below 1 where the baseline does less,
    and ours may cost so much more.
    """

    name: str
    baseline: Callable[[], Batch]
    ours: Callable[[], Batch]
    fresh: bool = False
    floor: float = 1.0


def both(
    name: str, make: Callable[[ModuleType], Batch], *, fresh: bool = False, floor: float = 1.0
) -> Row:
    """The same operation on plain wasmtime and on safestore: `make` gets the one or the other."""
    return Row(name, lambda: make(wasmtime), lambda: make(safestore), fresh, floor)


def ours_alone(
    name: str, without: Callable[[], Batch], ours: Callable[[], Batch], at_most: float
) -> Row:
    """What a guard costs beside the bare thing, at most so many times as much.

    There is no such guard in plain wasmtime.
    """
    return Row(name, without, ours, floor=1 / at_most)
