"""The lines of the files that findings are in."""

from __future__ import annotations

import tokenize

__all__ = ["Sources"]


class Sources:
    """Lines of files by number, each file read once."""

    def __init__(self) -> None:
        self._lines: dict[str, list[str]] = {}

    def line(self, path: str, number: int) -> str:
        """A line without its end; "" where there is none, or the file cannot be read."""
        lines = self._lines.get(path)
        if lines is None:
            lines = self._lines[path] = _read(path)
        return lines[number - 1] if 0 < number <= len(lines) else ""


def _read(path: str) -> list[str]:
    try:
        with tokenize.open(path) as file:
            text = file.read()
    except (OSError, SyntaxError, UnicodeDecodeError):
        return []
    # Not splitlines(), which knows more ends of lines than Python's grammar.
    return text.replace("\f", " ").split("\n")
