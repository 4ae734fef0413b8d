"""Pins that a function makes on its thread, and puts where the one that started it finds them.

Only what is certain: the function is handed to a thread by name, the variable is of a function
around it, or global, and the code that started the thread uses it afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator

from mypy.nodes import (
    AssignmentStmt,
    CallExpr,
    Expression,
    FuncItem,
    IndexExpr,
    LambdaExpr,
    MemberExpr,
    NameExpr,
    Node,
    RefExpr,
    Var,
)

from ..finding import Place
from ..kinds import Kind
from ..program import Program, function_of
from ..syntax import children, own, walk
from .body import Body, chain_of
from .index import Index
from .obstacle import Destination, Given, Obstacle
from .survey import ADDING
from .types import Sendability, is_for_each_thread

__all__ = ["handed_out"]

# Take no pin out of a container.
_HARMLESS = frozenset(f"builtins.{name}" for name in ("len", "bool", "print", "repr", "id"))


def handed_out(
    program: Program, index: Index, types: Sendability, given: Given
) -> Iterator[tuple[Place, Obstacle]]:
    """Where a function that a call runs elsewhere hands out a pin, rooted in what holds it."""
    function = _function(program, given.expression)
    # In one module, so that it is plain to see.
    if function is None or given.call is None or index.path_of(function) != given.path:
        return
    body = Body(function)
    for node in walk(function.body):
        for target, value in _puts(node):
            chain = chain_of(target)
            root = chain.root if chain is not None else None
            if not isinstance(root, NameExpr) or not isinstance(root.node, Var):
                continue
            variable = root.node
            if id(variable) in body.bound or variable.is_self or variable.is_cls:
                continue
            if is_for_each_thread(program.type_of(root)):
                continue
            found = types.obstacle(program.type_of(value), Destination.THREAD)
            if found is None or found.kind is not Kind.PIN:
                continue
            if _is_used(given.around, given.call, variable):
                yield Place.of(given.path, node), found.behind(variable.name).rooted(variable)


def _function(program: Program, handed: Expression) -> FuncItem | None:
    if isinstance(handed, LambdaExpr):
        return handed
    if isinstance(handed, CallExpr) and handed.args:
        name = program.callee(handed).fullname
        return _function(program, handed.args[0]) if name == "functools.partial" else None
    if isinstance(handed, RefExpr):
        node = program.target(handed).node
        return None if isinstance(node, Var) else function_of(node)
    return None


def _puts(node: Node) -> Iterator[tuple[Expression, Expression]]:
    """What a node puts where: the variable, or what is before the last dot or the brackets."""
    if isinstance(node, AssignmentStmt):
        for target in node.lvalues:
            if isinstance(target, NameExpr):
                yield target, node.rvalue
            elif isinstance(target, MemberExpr):
                yield target.expr, node.rvalue
            elif isinstance(target, IndexExpr):
                yield target.base, node.rvalue
    elif isinstance(node, CallExpr) and node.args:
        callee = node.callee
        if isinstance(callee, MemberExpr) and callee.name in ADDING:
            yield callee.expr, node.args[-1]


def _is_used(around: Node, call: CallExpr, variable: Var) -> bool:
    """Whether the code that starts the thread has a use for a variable afterwards."""
    nodes = [around.body] if isinstance(around, FuncItem) else children(around)
    passed: set[int] = set()
    for node in own(nodes):
        if node is call:
            passed.update(map(id, walk(call)))
        elif isinstance(node, AssignmentStmt):
            passed.update(id(target) for target in node.lvalues if isinstance(target, NameExpr))
        elif isinstance(node, CallExpr):
            if isinstance(node.callee, NameExpr) and node.callee.fullname in _HARMLESS:
                passed.update(map(id, node.args))
        elif (
            isinstance(node, NameExpr)
            and node.node is variable
            and id(node) not in passed
            and (node.line, node.column) > (call.line, call.column)
        ):
            return True
    return False
