"""Conditions that a program tests twice: their text, and what makes them no longer true."""

from __future__ import annotations

from mypy.nodes import (
    ComparisonExpr,
    Expression,
    IntExpr,
    MemberExpr,
    NameExpr,
    StrExpr,
    UnaryExpr,
    Var,
)

from .state import State

__all__ = ["contradicts", "fact_of", "forget", "forget_attributes"]


def fact_of(condition: Expression) -> tuple[str, bool] | None:
    """A condition as a text and whether it is negated; None when asking it again may differ."""
    if isinstance(condition, UnaryExpr) and condition.op == "not":
        inner = fact_of(condition.expr)
        return None if inner is None else (inner[0], not inner[1])
    if isinstance(condition, ComparisonExpr):
        if len(condition.operators) != 1:
            return None
        left, right = map(_text, condition.operands)
        if left is None or right is None:
            return None
        operator = condition.operators[0]
        opposite = {"!=": "==", "is not": "is", "not in": "in"}.get(operator)
        return f"{left} {opposite or operator} {right}", opposite is None
    text = _text(condition)
    return None if text is None else (text, True)


def _text(expression: Expression) -> str | None:
    """A name that stands for the same as long as nobody assigns to it."""
    if isinstance(expression, NameExpr):
        if isinstance(expression.node, Var):
            return f"{expression.name}@{id(expression.node)}"
        return expression.name
    if isinstance(expression, MemberExpr):
        inner = _text(expression.expr)
        return None if inner is None else f"{inner}.{expression.name}"
    if isinstance(expression, IntExpr):
        return str(expression.value)
    if isinstance(expression, StrExpr):
        return repr(expression.value)
    return None


def contradicts(state: State, condition: Expression, outcome: bool) -> bool:
    """Whether a condition is known to have the other outcome here. If not, it has this one now."""
    fact = fact_of(condition)
    if fact is None:
        return False
    text, positive = fact
    known = state.facts.get(text)
    if known is not None:
        return known is not (outcome is positive)
    state.facts[text] = outcome is positive
    return False


def forget(state: State, target: Expression) -> None:
    """Something is assigned to: what was known of it is not known any more."""
    if not state.facts:
        return
    if isinstance(target, NameExpr) and isinstance(target.node, Var):
        gone = f"{target.name}@{id(target.node)}"
    elif isinstance(target, MemberExpr):
        # Whoever's it is: there may be other names for the same object.
        gone = f".{target.name}"
    else:
        return
    state.facts = {text: fact for text, fact in state.facts.items() if gone not in text}


def forget_attributes(state: State) -> None:
    """Code that may assign to attributes has run."""
    if state.facts:
        state.facts = {text: fact for text, fact in state.facts.items() if "." not in text}
