"""What a function takes along when it is run elsewhere.

Variables of the functions around it, globals, and of `self` the attributes that it reads; and what
the functions that it calls take along.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from mypy.nodes import (
    ArgKind,
    Decorator,
    Expression,
    FuncDef,
    FuncItem,
    GeneratorExpr,
    MemberExpr,
    MypyFile,
    OverloadedFuncDef,
    SuperExpr,
    SymbolNode,
    TypeInfo,
    Var,
)
from mypy.types import ProperType
from mypy.types import get_proper_type as proper

from ..kinds import Kind
from ..program import Program, class_of, function_of
from .body import Body, Chain
from .expressions import words_of
from .index import Field, Index
from .obstacle import Destination, Obstacle, Origin
from .types import Sendability, is_for_each_thread

__all__ = ["HARMLESS", "Captures", "Subject", "is_property"]

# An end to following calls; further away than anybody would look.
_LIMIT = 2_000
# What a pin answers on any thread.
HARMLESS = frozenset(("moved", "is_mine"))

Code = FuncItem | GeneratorExpr
Follow = Callable[[Expression, Destination], "Iterable[Obstacle]"]


@dataclass(frozen=True, eq=False)
class Subject:
    """An object whose attributes count as far as they are read: `variable` is its name inside."""

    variable: Var
    info: TypeInfo | None
    conditions: tuple[Var | Field, ...] = ()
    roots: tuple[Var, ...] = ()


@dataclass(frozen=True, eq=False)
class _Visit:
    function: Code
    path: str
    steps: tuple[str, ...]
    subject: Subject | None


@dataclass(frozen=True, eq=False)
class Reading:
    """Something that a function reads which it has not made: what `chain` says.

    It counts where all of `conditions` get a value from somebody else.
    """

    chain: Chain
    obstacle: Obstacle
    conditions: tuple[Var | Field, ...]


class _Search:
    """Goes from function to function, and gathers what they read."""

    def __init__(
        self, captures: Captures, destination: Destination, start: Iterable[_Visit]
    ) -> None:
        self._captures = captures
        self._program = captures.program
        self._destination = destination
        self._queue = deque(start)
        self._seen: set[tuple[int, int, int]] = set()
        self.inside: set[int] = set()
        self.readings: list[Reading] = []

    def run(self) -> None:
        while self._queue and len(self._seen) < _LIMIT:
            visit = self._queue.popleft()
            subject = visit.subject
            key = (
                id(visit.function),
                id(subject and subject.variable),
                id(subject and subject.info),
            )
            if key in self._seen:
                continue
            self._seen.add(key)
            body = self._captures.body(visit.function)
            self.inside |= body.inner
            for chain in body.chains:
                self._chain(visit, body, chain)
            for member in body.members:
                self._function(visit, body, self._program.target(member).node)

    def _chain(self, visit: _Visit, body: Body, chain: Chain) -> None:
        root, members = chain.root, chain.members
        if isinstance(root, SuperExpr):
            self._function(visit, body, self._program.target(root).node, visit.subject)
            return
        node: SymbolNode | None = root.node
        at: Expression = root
        while isinstance(node, MypyFile) and members:
            at, node, members = members[0], members[0].node, members[1:]
        if members and (isinstance(node, TypeInfo) or (isinstance(node, Var) and node.is_cls)):
            found = self._program.target(members[0]).node
            if isinstance(found, Var) and not found.is_property:
                # A class variable is as good as a global.
                at, node, members = members[0], found, members[1:]
            else:
                self._function(visit, body, found)
                return
        if not isinstance(node, Var):
            self._function(visit, body, node)
            return
        subject = visit.subject
        if subject is not None and node is subject.variable:
            self._read(visit, body, chain, at, members, subject)
        elif id(node) not in body.bound:
            type = self._program.type_of(at)
            info = None if type is None else class_of(type)
            also = self._captures.index.also(info, node) if info and node.is_self else ()
            for one in (info, *also):
                taken = Subject(node, one, (node,), (node,))
                self._read(visit, body, chain, at, members, taken, type)
        elif members:
            # Its own, but the method may use a global.
            self._function(visit, body, self._program.target(members[-1]).node)

    def _read(
        self,
        visit: _Visit,
        body: Body,
        chain: Chain,
        at: Expression,
        members: tuple[MemberExpr, ...],
        subject: Subject,
        type: ProperType | None = None,
    ) -> None:
        """Follow `self.a.b()` from what is known of `self`."""
        types = self._captures.types
        if type is None:
            type = self._program.type_of(at)
            if type is None:
                declared = subject.variable.type
                type = None if declared is None else proper(declared)
        info = subject.info
        conditions = subject.conditions
        for position in range(len(members) + 1):
            following = members[position] if position < len(members) else None
            verdict = types.verdict(type, self._destination)
            if isinstance(verdict, Obstacle):
                harmless = verdict.kind is Kind.PIN and following is not None
                if not (harmless and following is not None and following.name in HARMLESS):
                    self._found(visit, chain, at, verdict, conditions, subject)
                return
            if verdict is True or is_for_each_thread(type):
                return
            if following is None:
                self._whole(visit, chain, at, type, conditions, subject, info)
                return
            node = _member(info, following.name)
            if info is None or node is None:
                self._held(visit, chain, at, type, conditions, subject, True)
                return
            if not isinstance(node, Var):
                function = function_of(node)
                if self._captures.index.path_of(function) is None:
                    # `list.append`: what it does with the rest is not seen.
                    if not self._captures.index.is_unseen(function):
                        self._held(visit, chain, at, type, conditions, subject)
                    return
                inner = _self_of(function)
                within = None if inner is None else Subject(inner, info, conditions, subject.roots)
                self._function(visit, body, node, within)
                if not is_property(node):
                    return
            else:
                conditions = (*conditions, Field(info, following.name))
            at = following
            type = self._program.type_of(following)
            info = None if type is None else class_of(type)

    def _whole(
        self,
        visit: _Visit,
        chain: Chain,
        at: Expression,
        type: ProperType | None,
        conditions: tuple[Var | Field, ...],
        subject: Subject,
        info: TypeInfo | None,
    ) -> None:
        """The object itself is used: handed to another function, most often."""
        if chain.call is not None and info is not None:
            callee = self._program.callee(chain.call)
            function = function_of(callee.node)
            path = self._captures.index.path_of(function)
            if function is not None and path is not None:
                # A constructor's first is the new object, a bound method's is before the dot.
                bound = isinstance(callee.node, TypeInfo) or (
                    callee.receiver is not None and not function.is_static
                )
                at_index = chain.position + bound
                if at_index < len(function.arguments):
                    argument = function.arguments[at_index]
                    if argument.kind in (ArgKind.ARG_POS, ArgKind.ARG_OPT):
                        within = Subject(argument.variable, info, conditions, subject.roots)
                        self._go(visit, function, path, within)
                        if isinstance(callee.node, TypeInfo):
                            self._held(visit, chain, at, type, conditions, subject)
                        return
        if at is chain.root and subject.variable.is_self:
            # `print(self)`.
            return
        self._held(visit, chain, at, type, conditions, subject)

    def _held(
        self,
        visit: _Visit,
        chain: Chain,
        at: Expression,
        type: ProperType | None,
        conditions: tuple[Var | Field, ...],
        subject: Subject,
        in_part: bool = False,
    ) -> None:
        """Whatever is in an object, but when it is used `in_part` only what it is itself."""
        types = self._captures.types
        obstacle = types.obstacle(type, self._destination)
        if obstacle is not None:
            self._found(visit, chain, at, obstacle, conditions, subject)
            return
        for followed in self._captures.follow(at, self._destination):
            if in_part and followed.given is not None:
                given = self._program.type_of(followed.given.expression)
                if not isinstance(types.verdict(given, self._destination), Obstacle):
                    continue
            self._found(visit, chain, at, followed, conditions, subject)

    def _found(
        self,
        visit: _Visit,
        chain: Chain,
        at: Expression,
        obstacle: Obstacle,
        conditions: tuple[Var | Field, ...],
        subject: Subject,
    ) -> None:
        name = words_of(at)
        used = Origin(visit.path, at, f"`{name}` is used here")
        found = obstacle.behind(*visit.steps, name).noted(used).rooted(*subject.roots)
        self.readings.append(Reading(chain, found, conditions))

    def _function(
        self,
        visit: _Visit,
        body: Body,
        node: SymbolNode | None,
        subject: Subject | None = None,
    ) -> None:
        function = function_of(node)
        path = self._captures.index.path_of(function)
        if function is None or path is None or id(function) in body.inner:
            return
        if subject is not None:
            variable = _self_of(function)
            subject = None if variable is None else replace(subject, variable=variable)
        self._go(visit, function, path, subject)

    def _go(self, visit: _Visit, function: FuncDef, path: str, subject: Subject | None) -> None:
        steps = (*visit.steps, function.name)
        self._queue.append(_Visit(function, path, steps, subject))


class Captures:
    """What functions take along. `follow` finds what a callable in a variable takes along."""

    def __init__(self, program: Program, index: Index, types: Sendability, follow: Follow) -> None:
        self.program = program
        self.index = index
        self.types = types
        self.follow = follow
        self._bodies: dict[int, tuple[Code, Body]] = {}

    def body(self, function: Code) -> Body:
        """What a function's body names."""
        found = self._bodies.get(id(function))
        if found is None:
            found = self._bodies[id(function)] = function, Body(function)
        return found[1]

    def of(
        self, function: Code, destination: Destination, subject: Subject | None = None
    ) -> Iterator[Obstacle]:
        """What may not travel of what a function takes along."""
        readings, inside = self.readings(function, destination, subject)
        for reading in readings:
            if self.counts(reading, inside, destination):
                yield self._declared(reading)

    def readings(
        self, function: Code, destination: Destination, subject: Subject | None = None
    ) -> tuple[list[Reading], set[int]]:
        """What may not travel of what it reads, and the ids of all functions run with it."""
        path = self.index.path_of(function)
        if path is None:
            return [], set()
        search = _Search(self, destination, [_Visit(function, path, (), subject)])
        search.run()
        return search.readings, search.inside

    def counts(self, reading: Reading, inside: set[int], destination: Destination) -> bool:
        """Whether others than the functions themselves give all of it a value.

        Another process has globals of its own: only what the module makes as it is imported is
        there before, and that only in a forked one, where a store is of no use.
        """
        apart = destination is Destination.PROCESS
        for condition in reading.conditions:
            given = self.index.outside(condition, inside)
            if apart and isinstance(condition, Var) and _is_global(condition):
                if reading.obstacle.kind in (Kind.SHARED, Kind.TOKEN):
                    return False
                if given is not None:
                    given = [one for one in given if one.function is None]
            if given is not None and not given:
                return False
        return True

    def _declared(self, reading: Reading) -> Obstacle:
        if not reading.conditions:
            return reading.obstacle
        last = reading.conditions[-1]
        given = self.index.outside(last, ())
        if not given:
            return reading.obstacle
        first = given[0]
        return reading.obstacle.noted(
            Origin(first.path, first.place, f"`{last.name}` gets its value here")
        )


def _member(info: TypeInfo | None, name: str) -> SymbolNode | None:
    if info is not None:
        for base in info.mro:
            entry = base.names.get(name)
            if entry is not None:
                return entry.node
    return None


def _is_global(variable: Var) -> bool:
    # A local has no full name but its own.
    return "." in variable.fullname and not variable.is_self


def is_property(node: SymbolNode | None) -> bool:
    """Whether reading an attribute calls a function."""
    if isinstance(node, Decorator):
        return node.func.is_property or node.var.is_property
    return isinstance(node, OverloadedFuncDef) and node.is_property


def _self_of(function: FuncItem | None) -> Var | None:
    if function is None or function.is_static or function.is_class or not function.arguments:
        return None
    return function.arguments[0].variable
