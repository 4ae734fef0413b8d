"""Types that do not tell what their values take along: callables, iterators, Any."""

from __future__ import annotations

from mypy.nodes import SymbolTableNode, TypeInfo, Var
from mypy.types import AnyType, CallableType, FunctionLike, Instance, ProperType, UnionType
from mypy.types import get_proper_type as proper

from ..program import class_of

__all__ = ["PARTIAL", "hides_more", "is_lazy", "result_of"]

PARTIAL = "functools.partial"
# Their types do not tell what they need to go on.
_LAZY = frozenset(
    (
        *(f"builtins.{name}" for name in ("map", "filter", "zip", "enumerate", "reversed")),
        *(f"typing.{name}" for name in ("Iterator", "Generator", "Coroutine", "Awaitable")),
        *("typing.AsyncIterator", "typing.AsyncGenerator", "types.CoroutineType"),
    )
)


def hides_more(type: ProperType | None, depth: int = 0) -> bool:
    """Whether a type leaves open what its values take along."""
    if type is None or depth > 3:
        return False
    if isinstance(type, (AnyType, FunctionLike)):
        return True
    if isinstance(type, UnionType):
        return any(hides_more(proper(item), depth + 1) for item in type.items)
    if isinstance(type, Instance):
        if type.type.fullname in ("builtins.object", PARTIAL) or _is_lazy(type.type):
            return True
        if type.type.is_protocol and "__call__" in type.type.names:
            return True
        if not depth and any(map(_is_callable, type.type.names.values())):
            return True
        return any(hides_more(proper(item), depth + 1) for item in type.args)
    items = getattr(type, "items", None)
    if isinstance(items, list):
        return any(hides_more(proper(item), depth + 1) for item in items)
    return False


def is_lazy(type: ProperType | None) -> bool:
    """Whether what the values of a type give is worked out later, by what they hold."""
    info = None if type is None else class_of(type)
    return info is not None and _is_lazy(info)


def _is_lazy(info: TypeInfo) -> bool:
    return info.fullname in _LAZY or info.module_name == "itertools"


def _is_callable(entry: SymbolTableNode) -> bool:
    """Whether an attribute holds something that is called; a method does not."""
    node = entry.node
    return (
        isinstance(node, Var)
        and node.type is not None
        and isinstance(proper(node.type), FunctionLike)
    )


def result_of(type: ProperType | None) -> ProperType | None:
    """What a function returns, or a coroutine; None for anything else."""
    if isinstance(type, CallableType):
        return proper(type.ret_type)
    if isinstance(type, Instance):
        name = type.type.fullname
        if name == PARTIAL and type.args:
            return proper(type.args[0])
        if name in ("typing.Coroutine", "types.CoroutineType") and len(type.args) == 3:
            return proper(type.args[2])
    return None
