"""What expressions are made of, as they are written: displays, names, chains of attributes."""

from __future__ import annotations

from collections.abc import Iterator

from mypy.nodes import (
    ConditionalExpr,
    DictExpr,
    Expression,
    ListExpr,
    MemberExpr,
    NameExpr,
    OpExpr,
    SetExpr,
    StarExpr,
    StrExpr,
    SuperExpr,
    TupleExpr,
    Var,
)

from .survey import Assignment

__all__ = ["flat", "pieces", "root_of", "values_of", "words_of"]


def pieces(expression: Expression) -> Iterator[tuple[str, Expression]] | None:
    """What a display is made of, each with the words for the step to it; None for anything else."""
    if isinstance(expression, (TupleExpr, ListExpr, SetExpr)):
        return ((f"[{index}]", item) for index, item in enumerate(expression.items))
    if isinstance(expression, DictExpr):
        return _entries(expression)
    if isinstance(expression, StarExpr):
        return iter((("", expression.expr),))
    if isinstance(expression, ConditionalExpr):
        return iter((("", expression.if_expr), ("", expression.else_expr)))
    if isinstance(expression, OpExpr) and expression.op in ("and", "or"):
        return iter((("", expression.left), ("", expression.right)))
    return None


def flat(expression: Expression) -> Iterator[tuple[str, Expression]]:
    """What a display is made of, and what those are made of; of anything else that itself."""
    parts = pieces(expression)
    if parts is None:
        yield "", expression
    else:
        for step, part in parts:
            for inner, last in flat(part):
                yield (step if step.startswith("[") else "") + inner, last


def _entries(display: DictExpr) -> Iterator[tuple[str, Expression]]:
    for key, value in display.items:
        if key is not None:
            yield "a key", key
        yield f"[{key.value!r}]" if isinstance(key, StrExpr) else "a value", value


def root_of(expression: Expression) -> tuple[Var, ...]:
    at = expression
    while isinstance(at, MemberExpr):
        at = at.expr
    if isinstance(at, NameExpr) and isinstance(at.node, Var):
        return (at.node,)
    return ()


def words_of(expression: Expression) -> str:
    if isinstance(expression, MemberExpr):
        return f"{words_of(expression.expr)}.{expression.name}"
    if isinstance(expression, NameExpr):
        return expression.name
    if isinstance(expression, SuperExpr):
        return f"super().{expression.name}"
    return "(...)"


def values_of(assignment: Assignment) -> Iterator[Expression]:
    """The expressions that a variable may get its value from."""
    if assignment.value is not None:
        yield assignment.value
    elif assignment.source is not None:
        position = assignment.position
        if position is None:
            yield assignment.source
        else:
            for _, item in pieces(assignment.source) or ():
                if isinstance(item, (TupleExpr, ListExpr)) and position < len(item.items):
                    yield item.items[position]
