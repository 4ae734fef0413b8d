"""`# type: ignore` and `# type: ignore[safestore-...]`: what they silence, and which do nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeGuard

from mypy.nodes import Block, Decorator, MypyFile, Node, OverloadedFuncDef, Statement

from .finding import Finding, Place
from .syntax import children, walk

__all__ = ["UNUSED", "Ignores"]

UNUSED = "safestore-unused-ignore"

_OURS = "safestore-"
# In mypy's own list of codes: this comment may go unused.
_MAY_BE_UNUSED = "unused-ignore"


class Ignores:
    """The comments of one module, and which of them were needed so far."""

    def __init__(self, tree: MypyFile) -> None:
        self._path = tree.path
        self._skipped = tree.skipped_lines
        self._codes = tree.ignored_lines
        self._used: dict[int, set[str]] = {}
        self._everything = _ignores_all(tree)
        # Where a statement of several lines, or the head of one with a body, begins and ends.
        self._spans = sorted(_spans(tree)) if self._codes else []

    def silences(self, finding: Finding) -> bool:
        """Whether a comment on its lines, or on the first of its statement, is about a finding."""
        if self._everything:
            return True
        silenced = False
        for line in self.lines(finding.place):
            codes = self._codes.get(line)
            # No codes: about everything.
            if codes is not None and (not codes or finding.code in codes):
                self._used.setdefault(line, set()).add(finding.code)
                silenced = True
        return silenced

    def unused(self) -> Iterator[Finding]:
        """A finding for each comment with codes of ours that silenced nothing of that code."""
        for line, codes in sorted(self._codes.items()):
            if line in self._skipped or _MAY_BE_UNUSED in codes:
                continue
            idle = [
                code
                for code in codes
                if code.startswith(_OURS) and code not in self._used.get(line, ())
            ]
            if idle:
                yield Finding(
                    Place(self._path, line, 1, line, 1),
                    UNUSED,
                    f"nothing here needs `# type: ignore[{', '.join(idle)}]`",
                )

    def lines(self, place: Place) -> Iterable[int]:
        """The lines on which a comment is about a finding at a place."""
        first, last = place.line, place.line
        # The last one to begin is the innermost one.
        for begin, end in self._spans:
            if begin > place.line:
                break
            if place.line <= end:
                first, last = begin, min(max(place.end_line, place.line), end)
        return {first, *range(place.line, last + 1)}


def _ignores_all(tree: MypyFile) -> bool:
    """Whether the file begins with a `# type: ignore`, which makes it one block not looked at."""
    return len(tree.defs) == 1 and isinstance(tree.defs[0], Block) and tree.defs[0].is_unreachable


def _spans(tree: MypyFile) -> Iterator[tuple[int, int]]:
    for node in walk(tree):
        # A decorator's lines are before those of its function.
        if not isinstance(node, Statement) or isinstance(
            node, (Block, Decorator, OverloadedFuncDef)
        ):
            continue
        end = node.end_line or node.line
        bodies = [child.body[0].line for child in children(node) if _is_body(child)]
        if bodies:
            end = min(bodies) - 1
        if end > node.line:
            yield node.line, end


def _is_body(node: Node) -> TypeGuard[Block]:
    return isinstance(node, Block) and bool(node.body)
