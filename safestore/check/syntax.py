"""Walks mypy's tree.

The compiled mypy does not let visitors be subclassed, so children are found by the fields that
its nodes have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from mypy.nodes import ClassDef, FuncItem, Node, OverloadedFuncDef

__all__ = ["children", "own", "walk"]

# The fields of a class of nodes that hold nodes, or lists of them, in the order of the source.
_FIELDS: dict[str, tuple[str, ...]] = {
    "MypyFile": ("defs",),
    "Block": ("body",),
    "ExpressionStmt": ("expr",),
    "AssignmentStmt": ("rvalue", "lvalues"),
    "OperatorAssignmentStmt": ("lvalue", "rvalue"),
    "WhileStmt": ("expr", "body", "else_body"),
    "ForStmt": ("expr", "index", "body", "else_body"),
    "ReturnStmt": ("expr",),
    "AssertStmt": ("expr", "msg"),
    "DelStmt": ("expr",),
    "IfStmt": ("expr", "body", "else_body"),
    "RaiseStmt": ("expr", "from_expr"),
    "TryStmt": ("body", "types", "vars", "handlers", "else_body", "finally_body"),
    "WithStmt": ("expr", "target", "body"),
    "MatchStmt": ("subject", "patterns", "guards", "bodies"),
    "FuncDef": ("arguments", "body"),
    "LambdaExpr": ("arguments", "body"),
    "Argument": ("initializer",),
    "Decorator": ("decorators", "func"),
    "OverloadedFuncDef": ("items",),
    "ClassDef": ("decorators", "base_type_exprs", "metaclass", "keywords", "defs"),
    "MemberExpr": ("expr",),
    "SuperExpr": ("call",),
    "YieldFromExpr": ("expr",),
    "YieldExpr": ("expr",),
    "AwaitExpr": ("expr",),
    "CallExpr": ("callee", "args"),
    "IndexExpr": ("base", "index"),
    "SliceExpr": ("begin_index", "end_index", "stride"),
    "UnaryExpr": ("expr",),
    "OpExpr": ("left", "right"),
    "ComparisonExpr": ("operands",),
    "AssignmentExpr": ("value", "target"),
    "ConditionalExpr": ("cond", "if_expr", "else_expr"),
    "ListExpr": ("items",),
    "TupleExpr": ("items",),
    "SetExpr": ("items",),
    "DictExpr": ("items",),
    "StarExpr": ("expr",),
    "GeneratorExpr": ("sequences", "indices", "condlists", "left_expr"),
    "ListComprehension": ("generator",),
    "SetComprehension": ("generator",),
    "DictionaryComprehension": ("sequences", "indices", "condlists", "key", "value"),
    "CastExpr": ("expr",),
    "AssertTypeExpr": ("expr",),
    "RevealExpr": ("expr",),
    "TypeApplication": ("expr",),
    "TemplateStrExpr": ("items",),
    # Patterns.
    "AsPattern": ("pattern", "name"),
    "OrPattern": ("patterns",),
    "ValuePattern": ("expr",),
    "SequencePattern": ("patterns",),
    "StarredPattern": ("capture",),
    "MappingPattern": ("keys", "values", "rest"),
    "ClassPattern": ("class_ref", "positionals", "keyword_values"),
}


def children(node: Node) -> list[Node]:
    """What a node is made of, in the order of the source as far as that matters."""
    found: list[Node] = []
    for field in _FIELDS.get(type(node).__name__, ()):
        value = getattr(node, field, None)
        if isinstance(value, Node):
            found.append(value)
        elif value:
            _add(value, found)
    return found


def _add(values: Any, found: list[Node]) -> None:
    """The nodes of a list, and of tuples in it."""
    if isinstance(values, (list, tuple)):
        for value in values:
            if isinstance(value, Node):
                found.append(value)
            else:
                _add(value, found)


def walk(*nodes: Node) -> Iterator[Node]:
    """The nodes and everything below them, parents first."""
    stack = list(reversed(nodes))
    while stack:
        node = stack.pop()
        yield node
        below = children(node)
        below.reverse()
        stack += below


def own(nodes: Iterable[Node]) -> Iterator[Node]:
    """The nodes and everything below them, but not into functions and classes defined there.

    Those definitions themselves are among them.
    """
    stack = list(reversed(list(nodes)))
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, (FuncItem, ClassDef, OverloadedFuncDef)):
            below = children(node)
            below.reverse()
            stack += below
