"""The rules that follow values along the paths of a program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mypy.nodes import (
    Block,
    Expression,
    FuncDef,
    FuncItem,
    Import,
    ImportAll,
    ImportFrom,
    MypyFile,
    SymbolNode,
    Var,
)

from ..finding import Finding
from ..program import Program
from ..syntax import own, walk
from .capturing import assigned_in, declared_elsewhere
from .carrying import Carrying
from .state import State, join
from .statements import Statements, TooMuch
from .summary import Snapshot, Summary
from .things import EMPTY, Path, Value, What

__all__ = ["Flow", "check"]

# Calls within calls that are looked into.
DEEPEST = 30

_OURS = ("safestore", "wasmtime")


class Flow:
    """Follows the functions of a program, each of them once."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.carrying = Carrying()
        self._summaries: dict[int, Summary | None] = {}
        self._functions: dict[int, tuple[FuncItem, MypyFile]] = {}
        self._indexed: set[str] = set()
        self._findings: dict[str, list[Finding]] = {}
        self._depth = 0
        self._relevant: dict[str, bool] = {}

    def check(self, tree: MypyFile) -> Iterator[Finding]:
        """What is wrong in a module."""
        if not self._concerned(tree.fullname, set()):
            return
        self._index(tree)
        for function, where in list(self._functions.values()):
            if where is tree:
                self._summary(function, tree)
        self._follow_top(tree)
        yield from self._findings.pop(tree.fullname, ())

    def _concerned(self, module: str, seen: set[str]) -> bool:
        """Whether a module imports anything of a store, itself or through others."""
        known = self._relevant.get(module)
        if known is not None:
            return known
        if module.partition(".")[0] in _OURS:
            return True
        seen.add(module)
        tree = self.program.modules.get(module)
        answer = False
        if tree is not None:
            for name in _imported(tree):
                if name not in seen and self._concerned(name, seen):
                    answer = True
                    break
        if answer or len(seen) == 1:
            self._relevant[module] = answer
        return answer

    def _index(self, tree: MypyFile) -> None:
        if tree.fullname in self._indexed:
            return
        self._indexed.add(tree.fullname)
        for node in walk(*tree.defs):
            if isinstance(node, FuncItem):
                self._functions[id(node)] = node, tree

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

    def _module_of(self, function: FuncItem) -> MypyFile | None:
        name = function.fullname
        while "." in name:
            name = name.rpartition(".")[0]
            tree = self.program.modules.get(name)
            if tree is not None:
                foreign = tree.is_stub or name.partition(".")[0] in _OURS
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

    def _follow(self, function: FuncItem, tree: MypyFile) -> Summary | None:
        parameters = tuple(argument.variable for argument in function.arguments)
        if not self._touches(function):
            return Summary(parameters, exit=Snapshot(State()))
        elsewhere = declared_elsewhere(function.body)
        statements = self._statements(tree, assigned_in(function.body) | set(parameters))
        statements.is_manager = _is_manager(function)
        state = State()
        for var in parameters:
            value = statements.made(state, var.type, function, var.name, path=(var,), outer=True)
            if value:
                state.env[var] = value
        try:
            states = statements.run(function.body, [state])
        except TooMuch:
            return None
        statements.returns += [(state, EMPTY) for state in states]
        for state, _ in statements.returns:
            statements.finished(state)
        self._findings.setdefault(tree.fullname, []).extend(statements.findings())
        return Summary(
            parameters,
            statements.needs,
            _snapshot(statements.returns),
            _snapshot(statements.yields),
            _awaited(statements.returns),
            frozenset(var for var in elsewhere if isinstance(var, Var)),
        )

    def _follow_top(self, tree: MypyFile) -> None:
        body = Block([*tree.defs])
        names = {entry.node for entry in tree.names.values() if isinstance(entry.node, Var)}
        statements = self._statements(tree, {*names})
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
            statements.finished(state)
        self._findings.setdefault(tree.fullname, []).extend(statements.findings())

    def _statements(self, tree: MypyFile, own_variables: set[SymbolNode]) -> Statements:
        statements = Statements(
            self.program,
            self.carrying,
            tree.path,
            frozenset(own_variables),
            self.summarise,
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
    flow = _flows.get(id(program))
    if flow is None or flow.program is not program:
        _flows.clear()
        flow = _flows[id(program)] = Flow(program)
    return flow.check(tree)


_flows: dict[int, Flow] = {}


def _snapshot(ends: list[tuple[State, Value]]) -> Snapshot | None:
    if not ends:
        return None
    joined = ends[0][0].copy()
    value = ends[0][1]
    for state, other in ends[1:]:
        join(joined, state)
        value |= other
    return Snapshot(joined, value)


def _awaited(ends: list[tuple[State, Value]]) -> frozenset[Path]:
    found: set[Path] = set()
    for state, _ in ends:
        for thing in state.status:
            if thing.what is What.CALL:
                for region in state.regions.get(thing, EMPTY):
                    if region.path is not None:
                        found.add(region.path)
    return frozenset(found)


def _imported(tree: MypyFile) -> Iterator[str]:
    for statement in tree.imports:
        if isinstance(statement, Import):
            for name, _ in statement.ids:
                yield name
        elif isinstance(statement, (ImportFrom, ImportAll)):
            base = _absolute(tree, statement.id, statement.relative)
            yield base
            if isinstance(statement, ImportFrom):
                for name, _ in statement.names:
                    yield f"{base}.{name}" if base else name


def _absolute(tree: MypyFile, name: str, relative: int) -> str:
    if not relative:
        return name
    parts = tree.fullname.split(".")
    if tree.is_package_init_file():
        relative -= 1
    kept = parts[: len(parts) - relative] if relative else parts
    return ".".join([*kept, name] if name else kept)


def _is_manager(function: FuncItem) -> bool:
    """Whether a generator hands out what it has for as long as its `with`, or its test, lasts."""
    return isinstance(function, FuncDef) and function.is_decorated
