"""safestore-send: what may not travel reaches another thread or process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mypy.nodes import (
    ArgKind,
    CallExpr,
    Decorator,
    Expression,
    FuncDef,
    MypyFile,
    NameExpr,
    Node,
    Var,
)
from mypy.types import FunctionLike
from mypy.types import get_proper_type as proper

from ..finding import Finding, Place
from ..program import Program, class_of
from ..syntax import walk
from .concerned import imported_names
from .handover import EXCLUSIVE, is_handed_over
from .index import Index
from .obstacle import Destination, Obstacle
from .sinks import Sink, sink_of
from .survey import Call
from .threads import given_to_threads
from .types import Sendability
from .values import Values, pieces

__all__ = ["CODE", "check"]

CODE = "safestore-send"


def check(program: Program, tree: MypyFile) -> Iterable[Finding]:
    """What a module hands to another thread or process that may not go there."""
    rule = program.kept.get(_Rule)
    if not isinstance(rule, _Rule):
        index = program.lasting.get(Index)
        if not isinstance(index, Index):
            index = program.lasting[Index] = Index(program)
        index.update()
        rule = program.kept[_Rule] = _Rule(program, index)
    return rule.check(tree)


class _Handed:
    """One value that a call hands over: where to report it, and the words for it."""

    def __init__(self, expression: Expression, steps: tuple[str, ...]) -> None:
        self.expression = expression
        self.steps = steps


class _Rule:
    def __init__(self, program: Program, index: Index) -> None:
        self._program = program
        self._index = index
        self._types = Sendability(program, self._index.marks)
        self._values = Values(program, self._index, self._types)
        self._given = self._given_to_threads()

    def check(self, tree: MypyFile) -> Iterator[Finding]:
        survey = self._index.survey(tree)
        if survey is None:
            return
        imported = imported_names(tree)
        for call in survey.calls:
            sink = sink_of(self._program, call.node, imported)
            if sink is not None:
                yield from self._call(tree, call, sink)
        yield from self._given.get(tree.path, ())

    def _given_to_threads(self) -> dict[str, list[Finding]]:
        """By the path of the file in which a thread of any module is given something."""
        found: dict[Place, Finding] = {}
        for definition in self._index.classes():
            for place, destination, obstacle in given_to_threads(
                definition, self._index, self._values
            ):
                found.setdefault(place, _finding(place, destination, obstacle))
        by_path: dict[str, list[Finding]] = {}
        for finding in found.values():
            by_path.setdefault(finding.place.path, []).append(finding)
        return by_path

    def _call(self, tree: MypyFile, call: Call, sink: Sink) -> Iterator[Finding]:
        found: list[tuple[Expression, Obstacle]] = []
        for handed in _handed(call.node, sink):
            obstacle = self._values.obstacle(handed.expression, sink.destination)
            if obstacle is not None:
                found.append((handed.expression, obstacle.behind(*handed.steps)))
        if sink.runs is not None:
            for obstacle in self._values.captures.of(sink.runs, sink.destination):
                found.append((call.node, obstacle.behind("its `run`")))
                break
        if sink.result is not None and not found and sink.result < len(call.node.args):
            function = call.node.args[sink.result]
            obstacle = self._values.result(function, sink.destination)
            if obstacle is not None:
                found.append((function, obstacle.behind("its result")))
        if not found or (sink.is_thread and self._is_handed_over(tree, call, found)):
            return
        for expression, obstacle in found:
            yield _finding(Place.of(tree.path, expression), sink.destination, obstacle)

    def _is_handed_over(
        self, tree: MypyFile, call: Call, found: list[tuple[Expression, Obstacle]]
    ) -> bool:
        if any(obstacle.kind not in EXCLUSIVE for _, obstacle in found):
            return False
        handed: list[Var] = []
        for expression, obstacle in found:
            handed.extend(obstacle.roots)
            handed.extend(
                node.node
                for node in walk(expression)
                if isinstance(node, NameExpr)
                and isinstance(node.node, Var)
                and not self._is_plain(node)
            )
        around: Node = call.functions[-1] if call.functions else tree
        return is_handed_over(call.node, around, handed, self._is_plain)

    def _is_plain(self, expression: Expression) -> bool:
        """Whether nothing of a store can be reached through a name."""
        if not isinstance(expression, NameExpr):
            return True
        node = expression.node
        if isinstance(node, (FuncDef, Decorator)):
            return False
        if not isinstance(node, Var):
            return True
        type = self._program.type_of(expression)
        if type is None and node.type is not None:
            type = proper(node.type)
        if type is None or isinstance(type, FunctionLike):
            return False
        info = class_of(type)
        if info is not None and info.has_base("threading.Thread"):
            return False
        return self._types.obstacle(type, Destination.THREAD) is None


def _handed(call: CallExpr, sink: Sink) -> Iterator[_Handed]:
    for index, argument in enumerate(call.args):
        name = call.arg_names[index]
        if name is None and index in sink.skip:
            continue
        if sink.only is not None and name not in sink.only:
            continue
        if call.arg_kinds[index] in (ArgKind.ARG_STAR, ArgKind.ARG_STAR2):
            name = "*" if call.arg_kinds[index] is ArgKind.ARG_STAR else "**"
        yield from _parts(argument, name or f"argument {index + 1}")


def _parts(expression: Expression, words: str) -> Iterator[_Handed]:
    parts = pieces(expression)
    if parts is None:
        yield _Handed(expression, (words,))
    else:
        for step, part in parts:
            yield from _parts(part, words + step if step.startswith("[") else words)


def _finding(place: Place, destination: Destination, obstacle: Obstacle) -> Finding:
    words = " -> ".join(obstacle.path)
    message = f"this may not go to {destination.value}: {words}; {obstacle.reason}"
    notes: dict[Place, None] = {}
    for origin in obstacle.origins:
        note = origin.note()
        if note.place != place and note.place not in notes:
            notes[note.place] = None
    return Finding(
        place, CODE, message, tuple(o.note() for o in obstacle.origins if o.note().place in notes)
    )
