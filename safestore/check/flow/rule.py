"""The rules that follow values along the paths of a program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mypy.nodes import (
    Block,
    Expression,
    FuncDef,
    FuncItem,
    MypyFile,
    SymbolNode,
    Var,
)

from ..finding import Finding
from ..imports import imported, is_ours
from ..program import Program, function_of
from ..syntax import own, walk
from .capturing import Captures, assigned_in, declared_elsewhere
from .carrying import Carrying
from .state import State, join
from .statements import Statements, TooMuch
from .summary import Snapshot, Summary
from .things import EMPTY, Path, Thing, Value, What, only

__all__ = ["Flow", "check"]

# Calls within calls that are looked into.
DEEPEST = 30
# Functions that are followed once more for what they are given.
MOST_SPECIAL = 2_000
# Things that a function makes and gives to its callers, and that are told apart.
MOST_GIVEN = 40


class Flow:
    """Follows the functions of a program, each of them once."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.carrying = Carrying()
        self.captures = Captures()
        self._summaries: dict[int, Summary | None] = {}
        self._special: dict[tuple[int, frozenset[tuple[Var, Thing]]], Summary | None] = {}
        self._functions: dict[int, tuple[FuncItem, MypyFile]] = {}
        self._functions_of: dict[str, list[FuncItem]] = {}
        self._findings: dict[str, list[Finding]] = {}
        self._depth = 0
        self._relevant: dict[str, bool] = {}

    def check(self, tree: MypyFile) -> Iterator[Finding]:
        """What is wrong in a module."""
        if not self._concerned(tree.fullname, set()):
            return
        self._index(tree)
        for function in self._functions_of[tree.fullname]:
            self._summary(function, tree)
        self._follow_top(tree)
        yield from self._findings.pop(tree.fullname, ())

    def _concerned(self, module: str, seen: set[str]) -> bool:
        """Whether a module imports anything of a store, itself or through others."""
        known = self._relevant.get(module)
        if known is not None:
            return known
        if is_ours(module):
            return True
        seen.add(module)
        tree = self.program.modules.get(module)
        answer = False
        if tree is not None:
            for name in imported(tree):
                if name not in seen and self._concerned(name, seen):
                    answer = True
                    break
        if answer or len(seen) == 1:
            self._relevant[module] = answer
        return answer

    def _index(self, tree: MypyFile) -> None:
        if tree.fullname in self._functions_of:
            return
        found = [node for node in walk(*tree.defs) if isinstance(node, FuncItem)]
        self._functions_of[tree.fullname] = found
        self._functions.update((id(node), (node, tree)) for node in found)

    def summarise(self, function: FuncItem) -> Summary | None:
        """What callers see of a function; None when its body is not known, or is too much."""
        if id(function) in self._summaries:
            return self._summaries[id(function)]
        known = self._functions.get(id(function))
        if known is None:
            tree = self._module_of(function)
            if tree is None:
                return None
            self._index(tree)
            known = self._functions.get(id(function))
        return None if known is None else self._summary(*known)

    def specialise(self, function: FuncItem, fixed: Mapping[Var, Thing]) -> Summary | None:
        """The summary for calls that give these parameters what they do; None without one."""
        known = self._functions.get(id(function))
        summary = self._summaries.get(id(function))
        if known is None or summary is None or not _depends(summary, fixed):
            return None
        key = id(function), frozenset(fixed.items())
        if key in self._special or self._depth >= DEEPEST or len(self._special) >= MOST_SPECIAL:
            return self._special.get(key)
        self._special[key] = None
        self._depth += 1
        try:
            self._special[key] = self._follow(*known, fixed)
        finally:
            self._depth -= 1
        return self._special[key]

    def _module_of(self, function: FuncItem) -> MypyFile | None:
        name = function.fullname
        while "." in name:
            name = name.rpartition(".")[0]
            tree = self.program.modules.get(name)
            if tree is not None:
                foreign = tree.is_stub or is_ours(name)
                return None if foreign else tree
        return None

    def _summary(self, function: FuncItem, tree: MypyFile) -> Summary | None:
        if id(function) in self._summaries:
            return self._summaries[id(function)]
        if self._depth >= DEEPEST:
            return None
        # While it is being followed: nothing is known of it yet.
        self._summaries[id(function)] = None
        self._depth += 1
        try:
            summary = self._follow(function, tree)
        finally:
            self._depth -= 1
        self._summaries[id(function)] = summary
        return summary

    def _follow(
        self, function: FuncItem, tree: MypyFile, fixed: Mapping[Var, Thing] | None = None
    ) -> Summary | None:
        parameters = tuple(argument.variable for argument in function.arguments)
        if not self._touches(function):
            return Summary(parameters, exit=Snapshot(State()))
        elsewhere = declared_elsewhere(function.body)
        statements = self._statements(
            tree, assigned_in(function.body) | set(parameters), parameters
        )
        statements.is_manager = _is_manager(function)
        if isinstance(function, FuncDef) and function.info and parameters:
            statements.itself = parameters[0]
            statements.siblings = self._siblings(function)
        state = State()
        for var in parameters:
            value = statements.made(state, var.type, function, var.name, path=(var,), outer=True)
            if value:
                state.env[var] = value
        for var, thing in (fixed or {}).items():
            state.env[var] = frozenset((thing,))
        for itself in only(state.env.get(parameters[0], EMPTY), What.OBJECT) if parameters else ():
            # Before any of them is assigned to.
            for name in statements.siblings:
                statements.field(state, itself, name, function)
        try:
            states = statements.run(function.body, [state])
        except TooMuch:
            return None
        statements.returns += [(state, EMPTY) for state in states]
        for state, value in statements.returns:
            statements.finished(state, value)
        if fixed is None:
            self._findings.setdefault(tree.fullname, []).extend(statements.findings())
        return Summary(
            parameters,
            statements.needs,
            _snapshot(statements.returns, _given(statements.yields)),
            _snapshot(statements.yields),
            _awaited(statements.returns),
            frozenset(var for var in elsewhere if isinstance(var, Var)),
            frozenset(statements.grown),
        )

    def _siblings(self, method: FuncDef) -> dict[str, str]:
        """The fields that a class's `__init__` gives things of one store: each with the first."""
        info = method.info
        entry = info.get("__init__")
        initial = function_of(entry.node) if entry is not None else None
        if initial is None or initial is method or not initial.arguments:
            return {}
        summary = self.summarise(initial)
        if summary is None or summary.exit is None:
            return {}
        itself = initial.arguments[0].variable
        firsts: dict[Thing, str] = {}
        found: dict[str, str] = {}
        fields = [
            (name, value, summary.exit.state.regions_of(value))
            for (owner, name), value in summary.exit.state.fields.items()
            if owner.path == (itself,)
        ]
        # What the others were made from comes first.
        fields.sort(key=lambda field: not only(field[1], What.PIN, What.STORE))
        for name, _, regions in fields:
            if len(regions) == 1:
                (region,) = regions
                found[name] = firsts.setdefault(region, name)
        return found

    def _follow_top(self, tree: MypyFile) -> None:
        body = Block([*tree.defs])
        names = {entry.node for entry in tree.names.values() if isinstance(entry.node, Var)}
        statements = self._statements(tree, {*names}, ())
        statements.is_top = True
        try:
            states = statements.run(body, [State()])
        except TooMuch:
            return
        for state in states:
            held = state.reachable(state.roots())
            for thing in list(state.status):
                if thing.what is What.TOKEN and thing in held:
                    statements.keep(state, (thing,))
            statements.finished(state, EMPTY)
        self._findings.setdefault(tree.fullname, []).extend(statements.findings())

    def _statements(
        self, tree: MypyFile, own_variables: set[SymbolNode], parameters: Iterable[SymbolNode]
    ) -> Statements:
        statements = Statements(
            self.program,
            self.carrying,
            self.captures,
            tree.path,
            frozenset(own_variables),
            frozenset(parameters),
            self.summarise,
            self.specialise,
        )
        statements.begin()
        return statements

    def _touches(self, function: FuncItem) -> bool:
        """Whether a function has anything of a store in it."""
        if any(self.carrying.carries(a.variable.type) for a in function.arguments):
            return True
        type_of, carries = self.program.type_of, self.carrying.carries
        return any(
            isinstance(node, Expression) and carries(type_of(node)) for node in own([function.body])
        )


def check(program: Program, tree: MypyFile) -> Iterable[Finding]:
    """The findings of the rules that follow values: moved, closed, leak, borrow, async."""
    flow = program.lasting.get(Flow)
    if not isinstance(flow, Flow):
        flow = program.lasting[Flow] = Flow(program)
    return flow.check(tree)


def _given(ends: list[tuple[State, Value]]) -> Value:
    return frozenset[Thing]().union(*(value for _, value in ends))


def _snapshot(ends: list[tuple[State, Value]], before: Value = EMPTY) -> Snapshot | None:
    """All ends as one: of what was made, only what is given counts, and only where it is given.

    `before` was given already.
    """
    joined: State | None = None
    given: Value = EMPTY
    mixed = False
    for state, value in ends:
        state = state.copy()
        outside = [thing for thing in state.status if thing.path is not None]
        seen = state.reachable([*value, *outside, *before])
        state.status = {t: s for t, s in state.status.items() if t in seen}
        mixed = mixed or (
            state.blurred
            and any(
                t.path is not None and len(state.statuses(t)) > 1 for t in state.reachable(value)
            )
        )
        if joined is None:
            joined = state
        else:
            mixed = mixed or any(
                joined.statuses(t) != state.statuses(t)
                for t in joined.reachable([*given, *value])
                if t.path is not None
            )
            join(joined, state)
        given |= value
    if joined is None:
        return None
    made = {thing for thing in joined.status if thing.path is None}
    if len(made) > MOST_GIVEN:
        # Each call would make as many again, and so on for callers of callers.
        _leave_out(joined, made)
        given -= made
        mixed = True
    joined.blurred = mixed
    return Snapshot(joined, given)


def _depends(summary: Summary, fixed: Mapping[Var, Thing]) -> bool:
    """Whether knowing these parameters may tell more of a call."""
    if any(thing.what is What.CODE for thing in fixed.values()):
        return True
    if summary.exit is None:
        return False
    return any(
        thing.path is not None and len(statuses) > 1
        for thing, statuses in summary.exit.state.status.items()
    )


def _leave_out(state: State, made: set[Thing]) -> None:
    state.status = {t: s for t, s in state.status.items() if t not in made}
    state.regions = {t: value - made for t, value in state.regions.items() if t not in made}
    state.fields = {key: value - made for key, value in state.fields.items() if key[0] not in made}


def _awaited(ends: list[tuple[State, Value]]) -> frozenset[Path]:
    found: set[Path] = set()
    for state, _ in ends:
        for thing in state.status:
            if thing.what is What.CALL:
                for region in state.regions.get(thing, EMPTY):
                    if region.path is not None:
                        found.add(region.path)
    return frozenset(found)


def _is_manager(function: FuncItem) -> bool:
    """Whether a generator hands out what it has for as long as its `with`, or its test, lasts."""
    return isinstance(function, FuncDef) and function.is_decorated
