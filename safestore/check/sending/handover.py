"""The plain hand-over: a thread that is started and joined before anything touches what it got.

A store that is not pinned may be used by one thread after another.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from mypy.nodes import (
    AssignmentStmt,
    Block,
    BreakStmt,
    CallExpr,
    ContinueStmt,
    Expression,
    ExpressionStmt,
    FuncItem,
    MemberExpr,
    NameExpr,
    Node,
    RaiseStmt,
    ReturnStmt,
    Statement,
    TryStmt,
    Var,
)

from ..kinds import Kind
from ..syntax import walk

__all__ = ["EXCLUSIVE", "is_handed_over"]

EXCLUSIVE = frozenset((Kind.STORE, Kind.HANDLE, Kind.LINKER))

# What has nothing of a store left in it.
IsPlain = Callable[[Expression], bool]


def is_handed_over(
    call: CallExpr,
    around: Node,
    handed: Collection[Var],
    is_plain: IsPlain,
    maybe_started: bool = False,
) -> bool:
    """Whether a call makes a thread that ends before anything else touches what is handed to it.

    `around` is the function, or module, in which the call is; `handed` are the variables that are
    handed over. The thread may be `maybe_started` by the call itself.
    """
    place = _place(around, call)
    if place is None:
        return False
    thread, following = place
    between = _until_joined(thread, following, maybe_started)
    if between is None:
        return False
    connected = _connected(around, handed, is_plain) - {id(thread)}
    for statement in between:
        for node in walk(statement):
            if isinstance(node, (ReturnStmt, RaiseStmt, BreakStmt, ContinueStmt)):
                return False
            if isinstance(node, NameExpr) and id(node.node) in connected:
                return False
    return True


def _place(around: Node, call: CallExpr) -> tuple[Var, list[Statement]] | None:
    """The variable that the thread is in, and what follows in the same block."""
    for node in walk(around):
        body = getattr(node, "defs", None) if type(node).__name__ == "MypyFile" else None
        if isinstance(node, Block):
            body = node.body
        for position, statement in enumerate(body or ()):
            if isinstance(statement, AssignmentStmt) and statement.rvalue is call:
                target = statement.lvalues[0]
                if len(statement.lvalues) != 1 or not isinstance(target, NameExpr):
                    return None
                if not isinstance(target.node, Var):
                    return None
                return target.node, list(body or ())[position + 1 :]
    return None


def _until_joined(
    thread: Var, statements: list[Statement], started: bool
) -> list[Statement] | None:
    """What is done while the thread runs; None when it is not joined for certain."""
    between: list[Statement] = []
    for statement in statements:
        if not started:
            started = _is_call(statement, thread, "start")
            continue
        if _is_call(statement, thread, "join"):
            return between
        if isinstance(statement, TryStmt) and statement.finally_body is not None:
            for last in statement.finally_body.body:
                if _is_call(last, thread, "join"):
                    return [*between, *_guarded(statement)]
        between.append(statement)
    return None


def _guarded(statement: TryStmt) -> Iterator[Statement]:
    yield from statement.body.body
    for handler in statement.handlers:
        yield from handler.body
    if statement.else_body is not None:
        yield from statement.else_body.body


def _is_call(statement: Statement, thread: Var, name: str) -> bool:
    """Whether a statement is `thread.name()`, with no arguments: a join may be given up."""
    if not isinstance(statement, ExpressionStmt) or not isinstance(statement.expr, CallExpr):
        return False
    call = statement.expr
    callee = call.callee
    return (
        isinstance(callee, MemberExpr)
        and callee.name == name
        and isinstance(callee.expr, NameExpr)
        and callee.expr.node is thread
        and not call.args
    )


def _connected(around: Node, handed: Collection[Var], is_plain: IsPlain) -> set[int]:
    """The ids of the names by which something of what is handed over can be touched."""
    links: dict[int, set[int]] = {}
    for node in walk(around):
        made: int | None = None
        within: Node | None = None
        if isinstance(node, AssignmentStmt) and isinstance(node.lvalues[0], NameExpr):
            if not is_plain(node.lvalues[0]):
                made, within = id(node.lvalues[0].node), node.rvalue
        elif isinstance(node, FuncItem) and node is not around:
            made, within = id(node), node
        if made is not None and within is not None:
            for name in walk(within):
                if isinstance(name, NameExpr) and not is_plain(name):
                    links.setdefault(made, set()).add(id(name.node))
                    links.setdefault(id(name.node), set()).add(made)
    found = {id(variable) for variable in handed}
    reached = list(found)
    while reached:
        for other in links.get(reached.pop(), ()):
            if other not in found:
                found.add(other)
                reached.append(other)
    return found
