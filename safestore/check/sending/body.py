"""What a function's body names: chains of attributes, functions, parameters handed on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mypy.nodes import (
    ArgKind,
    AssignmentExpr,
    AssignmentStmt,
    CallExpr,
    DictionaryComprehension,
    Expression,
    ForStmt,
    FuncItem,
    GeneratorExpr,
    GlobalDecl,
    ListExpr,
    MemberExpr,
    NameExpr,
    Node,
    NonlocalDecl,
    StarExpr,
    SuperExpr,
    TryStmt,
    TupleExpr,
    WithStmt,
)
from mypy.patterns import AsPattern, StarredPattern

from ..syntax import children, walk

__all__ = ["Body", "Chain", "chain_of"]


class Chain(NamedTuple):
    """`root.a.b`: a name, or `super()`, and the attributes that are read of it, as far as it goes.

    `call` is the call of which it is a positional argument, at `position`.
    """

    root: NameExpr | SuperExpr
    members: tuple[MemberExpr, ...]
    call: CallExpr | None = None
    position: int = 0

    @property
    def whole(self) -> Expression:
        return self.members[-1] if self.members else self.root


def chain_of(expression: Expression) -> Chain | None:
    """A chain, when an expression is nothing but that."""
    members: list[MemberExpr] = []
    at = expression
    while isinstance(at, MemberExpr):
        members.append(at)
        at = at.expr
    if isinstance(at, (NameExpr, SuperExpr)):
        return Chain(at, tuple(reversed(members)))
    return None


class Body:
    """What is in a function, or a generator expression, with all that is defined in it.

    `bound` are the ids of the variables that are its own; `inner` those of the functions in it.
    `members` are attributes of what is no chain: `make().run`.
    """

    def __init__(self, code: FuncItem | GeneratorExpr) -> None:
        self.bound: set[int] = set()
        self.inner: set[int] = {id(code)}
        self.chains: list[Chain] = []
        self.members: list[MemberExpr] = []
        scopes: list[FuncItem] = []
        if isinstance(code, FuncItem):
            scopes.append(code)
        else:
            bound, _ = self._walk(code, scopes)
            self.bound.update(id(name.node) for name in bound)
            # What it goes over is worked out where it is made.
            first = set(map(id, walk(code.sequences[0])))
            self.chains = [chain for chain in self.chains if id(chain.root) not in first]
            self.members = [member for member in self.members if id(member) not in first]
        while scopes:
            scope = scopes.pop()
            self.inner.add(id(scope))
            self.bound.update(id(argument.variable) for argument in scope.arguments)
            bound, foreign = self._walk(scope.body, scopes)
            # The names that a function says are another's are not bound by it.
            self.bound.update(id(name.node) for name in bound if name.name not in foreign)

    def _walk(self, start: Node, scopes: list[FuncItem]) -> tuple[list[NameExpr], set[str]]:
        bound: list[NameExpr] = []
        foreign: set[str] = set()
        stack: list[Node | None] = [start]
        while stack:
            node = stack.pop()
            if node is None:
                continue
            if isinstance(node, FuncItem):
                scopes.append(node)
                # Defaults are worked out where the function is defined.
                stack.extend(argument.initializer for argument in node.arguments)
                continue
            if isinstance(node, (MemberExpr, NameExpr, SuperExpr)):
                chain = chain_of(node)
                if chain is not None:
                    self.chains.append(chain)
                elif isinstance(node, MemberExpr):
                    self.members.append(node)
                    stack.append(node.expr)
                continue
            if isinstance(node, CallExpr):
                self._arguments(node, stack)
                stack.append(node.callee)
                continue
            if isinstance(node, (GlobalDecl, NonlocalDecl)):
                foreign.update(node.names)
            targets = list(_targets(node))
            if targets:
                read: list[Node] = []
                for target in targets:
                    _take_apart(target, bound, read)
                aims = set(map(id, targets))
                read.extend(child for child in children(node) if id(child) not in aims)
                stack.extend(reversed(read))
            else:
                stack.extend(reversed(list(children(node))))
        return bound, foreign

    def _arguments(self, call: CallExpr, stack: list[Node | None]) -> None:
        for index, (argument, kind) in enumerate(zip(call.args, call.arg_kinds, strict=False)):
            chain = chain_of(argument) if kind is ArgKind.ARG_POS else None
            if chain is None:
                stack.append(argument)
            else:
                self.chains.append(chain._replace(call=call, position=index))


def _targets(node: Node) -> Iterator[Node]:
    """What a node gives values to."""
    found: list[Node | None] = []
    if isinstance(node, AssignmentStmt):
        found.extend(node.lvalues)
    elif isinstance(node, ForStmt):
        found.append(node.index)
    elif isinstance(node, (GeneratorExpr, DictionaryComprehension)):
        found.extend(node.indices)
    elif isinstance(node, WithStmt):
        found.extend(node.target)
    elif isinstance(node, TryStmt):
        found.extend(node.vars)
    elif isinstance(node, AssignmentExpr):
        found.append(node.target)
    elif isinstance(node, AsPattern):
        found.append(node.name)
    elif isinstance(node, StarredPattern):
        found.append(node.capture)
    for target in found:
        if target is not None:
            yield target


def _take_apart(target: Node, bound: list[NameExpr], read: list[Node]) -> None:
    """Which names a target binds, and what it reads: `self.a` in `self.a.b = x`."""
    if isinstance(target, NameExpr):
        bound.append(target)
    elif isinstance(target, MemberExpr):
        # Of `self.a = x` nothing is read.
        if not isinstance(target.expr, NameExpr):
            read.append(target.expr)
    elif isinstance(target, (TupleExpr, ListExpr)):
        for item in target.items:
            _take_apart(item, bound, read)
    elif isinstance(target, StarExpr):
        _take_apart(target.expr, bound, read)
    else:
        read.append(target)
