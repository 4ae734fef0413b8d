"""What is reported: a code, a message, a place, and notes with places of their own."""

from __future__ import annotations

from dataclasses import dataclass

from mypy.nodes import Context

__all__ = ["Finding", "Note", "Place"]


@dataclass(frozen=True, order=True)
class Place:
    """A span of a file. Lines and columns count from 1; the end is the first column behind it."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def of(cls, path: str, node: Context) -> Place:
        """Where a node of mypy's tree is. What mypy does not know is taken from the beginning."""
        line, column = max(node.line, 1), max(node.column, 0) + 1
        end_line = node.end_line if node.end_line is not None else line
        end_column = node.end_column + 1 if node.end_column is not None else column
        if (end_line, end_column) < (line, column):
            end_line, end_column = line, column
        return cls(path, line, column, end_line, end_column)


@dataclass(frozen=True, order=True)
class Note:
    """What else has to be known: where it was moved, where it was made."""

    place: Place
    message: str


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong, at one place. They sort by place."""

    place: Place
    code: str
    message: str
    notes: tuple[Note, ...] = ()
