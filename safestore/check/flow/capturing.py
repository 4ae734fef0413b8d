"""The variables of others that a function uses: of functions around it, and globals."""

from __future__ import annotations

from mypy.nodes import (
    AssignmentExpr,
    AssignmentStmt,
    DictionaryComprehension,
    ForStmt,
    FuncItem,
    GeneratorExpr,
    GlobalDecl,
    ListExpr,
    NameExpr,
    Node,
    NonlocalDecl,
    OperatorAssignmentStmt,
    StarExpr,
    SymbolNode,
    TryStmt,
    TupleExpr,
    Var,
    WithStmt,
)
from mypy.patterns import AsPattern, MappingPattern, StarredPattern

from ..syntax import own, walk

__all__ = ["Captures", "assigned_in", "declared_elsewhere"]


class Captures:
    """Answers for one program, and remembers what it was asked."""

    def __init__(self) -> None:
        # Kept with the function, so that no other gets its id.
        self._known: dict[int, tuple[FuncItem, frozenset[Var]]] = {}

    def of(self, function: FuncItem) -> frozenset[Var]:
        """The variables that a function uses and does not assign: captured ones and globals."""
        known = self._known.get(id(function))
        if known is None:
            known = self._known[id(function)] = function, _captured(function)
        return known[1]


def _captured(function: FuncItem) -> frozenset[Var]:
    used: set[Var] = set()
    mine: set[SymbolNode] = {argument.variable for argument in function.arguments}
    for node in walk(function.body):
        if isinstance(node, NameExpr) and isinstance(node.node, Var):
            used.add(node.node)
        if isinstance(node, FuncItem):
            mine |= {argument.variable for argument in node.arguments}
    mine |= assigned_in(function.body)
    return frozenset(used - mine)


def assigned_in(body: Node) -> set[SymbolNode]:
    """The variables that are assigned to somewhere in a body, and are its own."""
    found: set[SymbolNode] = set()
    for node in own([body]):
        for target in _targets(node):
            for each in walk(target):
                if isinstance(each, NameExpr) and isinstance(each.node, Var):
                    found.add(each.node)
                elif not isinstance(each, (TupleExpr, ListExpr, StarExpr)):
                    break
    return found - declared_elsewhere(body)


def declared_elsewhere(body: Node) -> set[SymbolNode]:
    """The variables that a body says are somebody else's: global and nonlocal ones."""
    names = {
        name
        for node in own([body])
        if isinstance(node, (GlobalDecl, NonlocalDecl))
        for name in node.names
    }
    if not names:
        return set()
    return {
        node.node
        for node in own([body])
        if isinstance(node, NameExpr) and node.name in names and isinstance(node.node, Var)
    }


def _targets(node: Node) -> list[Node]:
    if isinstance(node, AssignmentStmt):
        return list(node.lvalues)
    if isinstance(node, OperatorAssignmentStmt):
        return [node.lvalue]
    if isinstance(node, AssignmentExpr):
        return [node.target]
    if isinstance(node, ForStmt):
        return [node.index]
    if isinstance(node, WithStmt):
        return [target for target in node.target if target is not None]
    if isinstance(node, TryStmt):
        return [var for var in node.vars if var is not None]
    if isinstance(node, (GeneratorExpr, DictionaryComprehension)):
        return list(node.indices)
    if isinstance(node, AsPattern):
        return [node.name] if node.name is not None else []
    if isinstance(node, StarredPattern):
        return [node.capture] if node.capture is not None else []
    if isinstance(node, MappingPattern):
        return [node.rest] if node.rest is not None else []
    return []
