"""Mistakes that a program makes on purpose: it waits for the errors that they raise."""

from __future__ import annotations

from collections.abc import Sequence

from mypy.nodes import (
    CallExpr,
    Expression,
    MemberExpr,
    NameExpr,
    RefExpr,
    TupleExpr,
)

__all__ = ["catches_all", "caught", "expecting", "is_certain"]

_ERRORS: dict[str, frozenset[str]] = {
    "MovedError": frozenset(("safestore-moved",)),
    "InTransitError": frozenset(("safestore-moved",)),
    "TokenSpentError": frozenset(("safestore-moved",)),
    "ClosedError": frozenset(("safestore-closed",)),
    "BorrowError": frozenset(("safestore-borrow",)),
    "StaleCallerError": frozenset(("safestore-borrow",)),
    "StoreBusyError": frozenset(("safestore-async",)),
}
_ALL = frozenset().union(*_ERRORS.values(), {"safestore-leak", "safestore-maybe-moved"})
_MAYBE = frozenset(("safestore-maybe-moved",))
_EXPECTING = {
    "MisuseError": _ALL,
    "RuntimeError": _ALL,
    "Exception": _ALL,
    "BaseException": _ALL,
    "ValueError": frozenset(("safestore-closed", "safestore-borrow")),
    "BufferError": frozenset(("safestore-borrow",)),
    "WasmtimeError": _ALL,
    "Trap": _ALL,
}


def _names(node: Expression | None) -> Sequence[str]:
    if isinstance(node, TupleExpr):
        return [name for item in node.items for name in _names(item)]
    if isinstance(node, RefExpr):
        return [node.fullname or ""]
    return []


def caught(type: Expression | None) -> frozenset[str]:
    """The codes of what a handler is there for: only safestore's own errors say so."""
    found: frozenset[str] = frozenset()
    for name in _names(type):
        module, _, error = name.rpartition(".")
        if module.startswith("safestore"):
            found |= _ERRORS.get(error, _ALL if error == "MisuseError" else frozenset())
    return found | _MAYBE if "safestore-moved" in found else found


def catches_all(type: Expression | None) -> bool:
    if type is None:
        return True
    return any(name in ("builtins.BaseException", "builtins.Exception") for name in _names(type))


def is_certain(node: Expression) -> bool:
    """Whether an error has to come, as with `pytest.raises`; `suppress` only allows for it."""
    return not (
        isinstance(node, CallExpr)
        and isinstance(node.callee, (NameExpr, MemberExpr))
        and node.callee.name in ("suppress", "warns")
    )


def expecting(node: Expression) -> frozenset[str] | None:
    """The codes that `pytest.raises(...)` and the like wait for; None for what swallows nothing."""
    if not isinstance(node, CallExpr) or not isinstance(node.callee, (NameExpr, MemberExpr)):
        return None
    if node.callee.name == "suppress":
        # Of others' errors it is not known what for.
        return frozenset[str]().union(*(caught(argument) for argument in node.args))
    if node.callee.name not in ("raises", "assertRaises", "assertRaisesRegex", "warns"):
        return None
    found: frozenset[str] = frozenset()
    for argument in node.args[:1]:
        for name in _names(argument):
            error = name.rpartition(".")[2]
            found |= _ERRORS.get(error, _EXPECTING.get(error, frozenset()))
    return found | _MAYBE if "safestore-moved" in found else found
