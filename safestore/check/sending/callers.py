"""What the parameters of the program's functions get: the arguments of the calls that are seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from mypy.nodes import (
    ArgKind,
    Argument,
    CallExpr,
    Decorator,
    Expression,
    FakeInfo,
    FuncDef,
    FuncItem,
    GeneratorExpr,
    NameExpr,
    Node,
    ReturnStmt,
    TypeInfo,
    Var,
)

from ..program import Program, function_of
from ..syntax import own
from .obstacle import Given
from .survey import Survey

__all__ = ["Callers"]

_POSITIONAL = (ArgKind.ARG_POS, ArgKind.ARG_OPT)


class Callers:
    """For each parameter what it is given. `is_seen` says whether a function's body is there."""

    def __init__(self, program: Program, is_seen: Callable[[FuncDef], bool]) -> None:
        self._program = program
        self._is_seen = is_seen
        self._given: defaultdict[int, list[Given]] = defaultdict(list)

    def update(self, surveys: Iterable[Survey]) -> None:
        """Take in the calls of more modules."""
        for survey in surveys:
            for call in survey.calls:
                around: Node = call.functions[-1] if call.functions else survey.tree
                self._call(call.node, survey.path, around)
            for decorator in survey.decorated:
                self._decorator(decorator, survey)

    def of(self, parameter: Var) -> list[Given]:
        """What a parameter is given; nothing for what is no parameter."""
        return self._given.get(id(parameter), [])

    def concrete(self, parameter: Var) -> list[Given]:
        """The same, but for arguments that are but parameters again: what those are given."""
        found: list[Given] = []
        seen = {id(parameter)}
        reached = [parameter]
        while reached:
            for given in self.of(reached.pop()):
                node = given.expression.node if isinstance(given.expression, NameExpr) else None
                if not isinstance(node, Var) or not self.of(node):
                    found.append(given)
                elif id(node) not in seen:
                    seen.add(id(node))
                    reached.append(node)
        return found

    def _call(self, call: CallExpr, path: str, around: Node) -> None:
        callee = self._program.callee(call)
        function = self._seen(callee.node)
        if function is None:
            return
        bound = isinstance(callee.node, TypeInfo) or (
            callee.receiver is not None and not function.is_static
        )
        if function.is_class:
            bound = True
        self._match(call, function.arguments[bound:], path, around)
        if isinstance(callee.node, Decorator):
            for decorator in callee.node.decorators:
                wrapper = self._wrapper(self._applied(decorator))
                if wrapper is not None:
                    # What stands before the dot is the first of its `*args`; it is not followed.
                    named = bound and wrapper.arguments[:1]
                    skip = bool(named) and wrapper.arguments[0].kind in _POSITIONAL
                    self._match(call, wrapper.arguments[skip:], path, around)

    def _match(self, call: CallExpr, parameters: list[Argument], path: str, around: Node) -> None:
        positional = iter([one for one in parameters if one.kind in _POSITIONAL])
        named = {one.variable.name: one for one in parameters if one.kind.is_named()}
        named.update((one.variable.name, one) for one in parameters if one.kind in _POSITIONAL)
        rest = next((one for one in parameters if one.kind is ArgKind.ARG_STAR), None)
        others = next((one for one in parameters if one.kind is ArgKind.ARG_STAR2), None)
        for value, kind, name in zip(call.args, call.arg_kinds, call.arg_names, strict=False):
            to: Argument | None
            if kind is ArgKind.ARG_POS:
                to = next(positional, rest)
            elif kind is ArgKind.ARG_STAR:
                # How far it reaches is not known.
                positional = iter(())
                to = rest
                if isinstance(value, GeneratorExpr):
                    value = value.left_expr
            elif kind is ArgKind.ARG_STAR2:
                to = others
            else:
                to = named.get(name or "", others)
            if to is not None:
                self._given[id(to.variable)].append(Given(path, value, call, around))

    def _decorator(self, decorated: Decorator, survey: Survey) -> None:
        for expression in decorated.decorators:
            decorator = self._applied(expression)
            if decorator is None:
                continue
            bound = not isinstance(decorator.info, FakeInfo) and not decorator.is_static
            parameters = decorator.arguments[bound:]
            if parameters and parameters[0].kind in _POSITIONAL:
                function = decorated.func
                name = NameExpr(function.name)
                name.node = function
                name.set_line(expression)
                is_method = not isinstance(function.info, FakeInfo) and not function.is_static
                given = Given(survey.path, name, None, survey.tree, function if is_method else None)
                self._given[id(parameters[0].variable)].append(given)

    def _applied(self, decorator: Expression) -> FuncDef | None:
        """The function that gets the decorated one: of `@make(...)` what that returns."""
        if isinstance(decorator, CallExpr):
            return self._wrapper(self._seen(self._program.callee(decorator).node))
        node = self._program.target(decorator).node
        return None if isinstance(node, TypeInfo) else self._seen(node)

    def _wrapper(self, function: FuncItem | None) -> FuncDef | None:
        """The function, defined in another, that it returns."""
        if function is None:
            return None
        for statement in own(function.body.body):
            if isinstance(statement, ReturnStmt) and isinstance(statement.expr, NameExpr):
                inner = self._seen(statement.expr.node)
                if inner is not None:
                    return inner
        return None

    def _seen(self, node: Node | None) -> FuncDef | None:
        function = None if isinstance(node, Var) else function_of(node)
        return function if function is not None and self._is_seen(function) else None
