"""Measuring two things against each other on a machine that has moods.

Both sides run in short batches that take turns, and each pair of neighbouring batches gives one
ratio: what slows the machine down for longer than a batch slows both, and what strikes a single
batch is one ratio among many. Which side comes first changes from pair to pair. The rows are
gone through several times, so that a bad second touches one pass of several; what is reported is
the median over the passes of each pass's median, with the least and the greatest.

The clock is the CPU time of the process: other processes take turns on the same cores, and that
is not the price of an operation. Nothing here waits.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import process_time_ns

from .row import Batch, Row

__all__ = ["Measured", "measure"]

# How long a batch lasts, about: long against the clock's own cost, short against a time slice.
BATCH_NS = 1_000_000
# Operations in a batch at most; stores that fill up take no more instances than this.
MOST = 8192
# Pairs of batches in one pass.
PAIRS = 12


@dataclass
class Measured:
    """What one row cost, by pass: ns an operation on either side, and baseline / ours."""

    row: Row
    baseline: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """How many times faster than the baseline ours is."""
        return median(self.ratios)


def _timed(batch: Batch, times: int) -> float:
    started = process_time_ns()
    batch(times)
    return (process_time_ns() - started) / times


class _Side:
    """One side of a row: its batch, and how many operations make up a batch."""

    def __init__(self, make: Callable[[], Batch], fresh: bool) -> None:
        self._make = make
        self._kept = None if fresh else make()
        self._times = 2
        # The first operations pay for what is done once: plans, caches, specialized instructions.
        self.sample()
        while self.sample() * self._times < BATCH_NS / 2 and self._times < MOST:
            self._times *= 2

    def sample(self) -> float:
        """Nanoseconds an operation, over one batch."""
        batch = self._kept or self._make()
        return _timed(batch, self._times)


def _pass(row: Row, into: Measured) -> None:
    baseline, ours = _Side(row.baseline, row.fresh), _Side(row.ours, row.fresh)
    pairs = []
    for i in range(PAIRS):
        if i % 2:
            second = ours.sample()
            first = baseline.sample()
        else:
            first = baseline.sample()
            second = ours.sample()
        pairs.append((first, second))
    into.baseline.append(median(first for first, _ in pairs))
    into.ours.append(median(second for _, second in pairs))
    into.ratios.append(median(first / second for first, second in pairs))


def measure(rows: Sequence[Row], passes: int) -> Iterator[list[Measured]]:
    """Go through all rows `passes` times; what is known so far after each pass."""
    found = [Measured(row) for row in rows]
    collecting = gc.isenabled()
    try:
        for _ in range(passes):
            for each in found:
                gc.collect()
                gc.disable()
                _pass(each.row, each)
            yield found
    finally:
        if collecting:
            gc.enable()
