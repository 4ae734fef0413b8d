"""The table, and what to think of each row."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any

from .pairs import Measured

__all__ = ["as_json", "fails", "table", "verdict"]

# A ratio nearer to 1 than this is noise: plain wasmtime against itself differs by as much.
NOISE = 0.03


def verdict(measured: Measured) -> str:
    """One word: `faster`, `even`, `slower`; `guard` where it may cost more; `too slow` for that."""
    floor, ratio = measured.row.floor, measured.ratio
    if floor < 1:
        return "guard" if ratio >= floor else "too slow"
    if ratio < 1 - NOISE:
        return "slower"
    if ratio < floor and floor > 1:
        return "too slow"
    return "faster" if ratio > 1 + NOISE else "even"


def fails(measured: Measured) -> bool:
    """Whether the row breaks what the project promises of it."""
    return verdict(measured) in ("slower", "too slow")


def as_json(measured: Measured) -> dict[str, Any]:
    """The row's numbers, by pass too."""
    return {
        "name": measured.row.name,
        "baseline_ns": median(measured.baseline),
        "safestore_ns": median(measured.ours),
        "ratio": measured.ratio,
        "ratio_min": min(measured.ratios),
        "ratio_max": max(measured.ratios),
        "ratios": measured.ratios,
        "floor": measured.row.floor,
        "verdict": verdict(measured),
    }


def _ns(value: float) -> str:
    return f"{value:,.0f}"


def table(rows: Sequence[Measured]) -> str:
    """The rows as aligned text."""
    head = ("", "raw ns", "safestore ns", "faster by", "min .. max", "verdict")
    lines = [
        (
            each.row.name,
            _ns(median(each.baseline)),
            _ns(median(each.ours)),
            f"{each.ratio:.2f}",
            f"{min(each.ratios):.2f} .. {max(each.ratios):.2f}",
            verdict(each),
        )
        for each in rows
    ]
    widths = [max(len(line[i]) for line in (head, *lines)) for i in range(len(head))]

    def aligned(line: Sequence[str]) -> str:
        cells = [
            cell.ljust(width) if i in (0, len(head) - 1) else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        return "  ".join(cells).rstrip()

    return "\n".join(aligned(line) for line in (head, *lines))
