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
from ..imports import imported_names
from ..program import Program, class_of
from ..syntax import walk
from .expressions import flat
from .handed_out import handed_out
from .handover import EXCLUSIVE, is_handed_over
from .index import Index
from .obstacle import Destination, Given, Obstacle, first_of_each
from .sinks import Sink, sink_of
from .survey import Call, Survey
from .threads import given_to_threads
from .types import Sendability
from .values import Values

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


class _Known:
    """What was found in the modules so far, and which calls have to be looked at again.

    Those that hand on a parameter: modules to come may give it something.
    """

    def __init__(self) -> None:
        self.found: dict[str, dict[Place, Finding]] = {}
        self.modules: set[str] = set()
        self.open: list[tuple[MypyFile, Call, Sink]] = []


class _Rule:
    def __init__(self, program: Program, index: Index) -> None:
        self._program = program
        self._index = index
        self._types = Sendability(program, self._index.marks)
        self._values = Values(program, self._index, self._types)
        known = program.lasting.get(_Known)
        if not isinstance(known, _Known):
            known = program.lasting[_Known] = _Known()
        self._found = known.found
        calls, known.open = known.open, []
        for survey in self._index.surveys():
            if survey.tree.fullname not in known.modules:
                known.modules.add(survey.tree.fullname)
                calls.extend(_sinks(program, survey))
        for tree, call, sink in calls:
            asked = self._values.asked
            self._call(tree, call, sink)
            if asked != self._values.asked:
                known.open.append((tree, call, sink))
        for definition in self._index.classes():
            for place, destination, obstacle in given_to_threads(
                definition, self._index, self._values
            ):
                self._report(place, destination, obstacle)

    def check(self, tree: MypyFile) -> Iterable[Finding]:
        return self._found.get(tree.path, {}).values()

    def _report(self, place: Place, destination: Destination, obstacle: Obstacle) -> None:
        """Once for a place, however many ways what is there takes to however many threads."""
        if obstacle.given is not None:
            place = Place.of(obstacle.given.path, obstacle.given.expression)
        here = self._found.setdefault(place.path, {})
        if place not in here:
            here[place] = _finding(place, destination, obstacle)

    def _call(self, tree: MypyFile, call: Call, sink: Sink) -> None:
        found: list[tuple[Expression, Obstacle]] = []
        for expression, words in _handed(call.node, sink):
            at_once = words.startswith("*")
            for obstacle in self._values.obstacles(expression, sink.destination, at_once):
                found.append((expression, obstacle.behind(words)))
        if sink.runs is not None:
            for obstacle in first_of_each(self._values.captures.of(sink.runs, sink.destination)):
                found.append((call.node, obstacle.behind("its `run`")))
        if sink.result is not None and sink.result < len(call.node.args):
            function = call.node.args[sink.result]
            for obstacle in self._values.results(function, sink.destination):
                if obstacle.given is not None or not found:
                    found.append((function, obstacle.behind("its result")))
        if sink.is_thread or sink.result is not None:
            holders = self._handed_out(tree, call, sink)
            # Of what is in them it was said where it comes from.
            found = [one for one in found if holders.isdisjoint(one[1].roots)]
        if sink.is_thread:
            found = self._not_handed_over(tree, call, found)
        for expression, obstacle in found:
            self._report(Place.of(tree.path, expression), sink.destination, obstacle)

    def _handed_out(self, tree: MypyFile, call: Call, sink: Sink) -> set[Var]:
        """What functions that it runs on another thread put where others find it, and in what."""
        holders: set[Var] = set()
        if sink.destination is not Destination.THREAD:
            return holders
        around: Node = call.functions[-1] if call.functions else tree
        for expression, _ in _handed(call.node, sink):
            given = [Given(tree.path, expression, call.node, around)]
            if isinstance(expression, NameExpr) and isinstance(expression.node, Var):
                given.extend(self._index.callers.concrete(expression.node))
            for one in given:
                for place, obstacle in handed_out(self._program, self._index, self._types, one):
                    self._report(place, sink.destination, obstacle)
                    holders.update(obstacle.roots)
        return holders

    def _not_handed_over(
        self, tree: MypyFile, call: Call, found: list[tuple[Expression, Obstacle]]
    ) -> list[tuple[Expression, Obstacle]]:
        """Those that are not for a thread that ends before anything else touches them."""
        own = [one for one in found if one[1].given is None]
        if own and self._is_handed_over(tree, call, own):
            own = []
        for one in found:
            if one[1].given is None or self._is_handed_over(tree, call, [one]):
                continue
            if not self._is_joined_by_caller(one[1]):
                own.append(one)
        return own

    def _is_handed_over(
        self, tree: MypyFile, call: Call, found: list[tuple[Expression, Obstacle]]
    ) -> bool:
        if any(obstacle.kind not in EXCLUSIVE for _, obstacle in found):
            return False
        handed: list[Var] = []
        for expression, obstacle in found:
            handed.extend(obstacle.roots)
            handed.extend(self._names(expression))
        around: Node = call.functions[-1] if call.functions else tree
        return is_handed_over(call.node, around, handed, self._is_plain)

    def _is_joined_by_caller(self, obstacle: Obstacle) -> bool:
        """Whether who gave it got the thread, and waits for its end."""
        given = obstacle.given
        if given is None or given.call is None or obstacle.kind not in EXCLUSIVE:
            return False
        type = self._program.type_of(given.call)
        info = None if type is None else class_of(type)
        if info is None or not info.has_base("threading.Thread"):
            return False
        handed = [*obstacle.roots, *self._names(given.expression)]
        return is_handed_over(given.call, given.around, handed, self._is_plain, maybe_started=True)

    def _names(self, expression: Expression) -> Iterator[Var]:
        for node in walk(expression):
            if not isinstance(node, NameExpr) or not isinstance(node.node, Var):
                continue
            if not self._is_plain(node):
                yield node.node

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


def _sinks(program: Program, survey: Survey) -> Iterator[tuple[MypyFile, Call, Sink]]:
    imported = imported_names(survey.tree)
    for call in survey.calls:
        sink = sink_of(program, call.node, imported)
        if sink is not None:
            yield survey.tree, call, sink


def _handed(call: CallExpr, sink: Sink) -> Iterator[tuple[Expression, str]]:
    """The values that a call hands over, each where it is to be reported, and the words for it."""
    for index, argument in enumerate(call.args):
        name = call.arg_names[index]
        if name is None and index in sink.skip:
            continue
        if sink.only is not None and name not in sink.only:
            continue
        if call.arg_kinds[index] in (ArgKind.ARG_STAR, ArgKind.ARG_STAR2):
            name = "*" if call.arg_kinds[index] is ArgKind.ARG_STAR else "**"
        for step, part in flat(argument):
            yield part, (name or f"argument {index + 1}") + step


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
