"""What a call says about its function and its arguments, before anything is evaluated."""

from __future__ import annotations

from collections.abc import Sequence

from mypy.nodes import (
    CallExpr,
    Decorator,
    EllipsisExpr,
    Expression,
    ExpressionStmt,
    FuncDef,
    FuncItem,
    MemberExpr,
    NameExpr,
    PassStmt,
    StrExpr,
    TypeInfo,
    Var,
)
from mypy.types import CallableType, ProperType, Type, TypeAliasType

from ..program import Callee, class_of
from .effects import Argument
from .expressions import CONSTANTS
from .state import State
from .things import EMPTY, FALSE, NONE, TRUE, Thing, Value, What

__all__ = [
    "constructor_fields",
    "formal_types",
    "is_manager",
    "is_owned",
    "is_silent",
    "is_stub",
    "is_thread",
    "known_parameters",
    "owned_parameters",
    "starred",
    "surely_in",
    "takes_along",
    "takes_self",
]

OWNED = "safestore.ownership.pinned.Owned"

# What only looks at the outside of its arguments.
_SILENT = frozenset(
    f"builtins.{name}"
    for name in [
        "print",
        "repr",
        "str",
        "isinstance",
        "issubclass",
        "id",
        "type",
        "hash",
        "callable",
        "hasattr",
        "format",
    ]
) | {"sys.getrefcount", "warnings.warn", "pprint.pprint", "safestore.ownership.send.is_send"}


def starred(state: State, value: Value, node: Expression, star: str) -> list[Argument]:
    """The arguments that `*` and `**` stand for, where each of them is known."""
    containers = [thing for thing in value if thing.what is not What.CONSTANT]
    if not star or len(containers) != 1:
        return []
    held = {
        name[1:-1]: each
        for (owner, name), each in state.fields.items()
        if owner is containers[0] and name.startswith("[")
    }
    if star == "*":
        keys = [str(number) for number in range(len(held))]
        return [Argument(None, held[k], node) for k in keys] if set(keys) == set(held) else []
    if not all(key.startswith(("'", '"')) for key in held):
        return []
    return [Argument(key[1:-1], each, node) for key, each in held.items()]


def known_parameters(
    function: FuncItem, bound: Sequence[tuple[Var, Value, Argument | None]]
) -> dict[Var, Thing]:
    """The parameters that get a constant or a function here, so that more is known of the call."""
    found: dict[Var, Thing] = {}
    given = {var for var, _, _ in bound}
    for var, value, _ in bound:
        if len(value) == 1:
            (thing,) = value
            code = thing.code
            if thing in (TRUE, FALSE, NONE) or (
                code is not None and not code.receiver and not code.arguments
            ):
                found[var] = thing
    for argument in function.arguments:
        default = argument.initializer
        if argument.variable not in given and isinstance(default, NameExpr):
            constant = CONSTANTS.get(default.fullname or "")
            if constant is not None:
                found[argument.variable] = constant
    return found


def surely_in(state: State, value: Value, depth: int = 0) -> Value:
    """The regions that a value is in whatever it is: of all parts of a container."""
    things = [thing for thing in value if thing.what is not What.CONSTANT]
    if len(things) != 1:
        return EMPTY
    (thing,) = things
    if thing.what in (What.STORE, What.HANDLE):
        regions = state.regions.get(thing, EMPTY)
        return regions if len(regions) == 1 else EMPTY
    found: Value = EMPTY
    if thing.what is What.OBJECT and depth < 5:
        for (owner, name), part in list(state.fields.items()):
            if owner is thing and name != "[]":
                found |= surely_in(state, part, depth + 1)
    return found


def takes_self(callee: Callee, function: FuncItem) -> bool:
    if not isinstance(function, FuncDef) or not function.info or function.is_static:
        return False
    return callee.receiver is not None or function.is_class


def is_stub(function: FuncItem) -> bool:
    """Whether a function has no body of its own: `...`, `pass`, a docstring, or it is abstract."""
    if isinstance(function, FuncDef) and (function.abstract_status or function.is_overload):
        return True
    for statement in function.body.body:
        if isinstance(statement, PassStmt):
            continue
        if isinstance(statement, ExpressionStmt) and isinstance(
            statement.expr, (EllipsisExpr, StrExpr)
        ):
            continue
        return False
    return True


def owned_parameters(function: FuncItem, declared: ProperType | None) -> frozenset[Var]:
    """The parameters that a function takes over."""
    if not isinstance(declared, CallableType):
        return frozenset()
    return frozenset(
        argument.variable
        for argument, type in zip(function.arguments, declared.arg_types, strict=False)
        if is_owned(type)
    )


def is_owned(type: Type | None) -> bool:
    return (
        isinstance(type, TypeAliasType) and type.alias is not None and type.alias.fullname == OWNED
    )


def formal_types(signature: ProperType | None, arguments: Sequence[Argument]) -> list[Type | None]:
    """The declared type of the parameter that each argument goes to."""
    if not isinstance(signature, CallableType):
        return [None] * len(arguments)
    positional = [
        type
        for type, kind in zip(signature.arg_types, signature.arg_kinds, strict=True)
        if kind.is_positional()
    ]
    named = dict(zip(signature.arg_names, signature.arg_types, strict=True))
    found: list[Type | None] = []
    position = 0
    for argument in arguments:
        if argument.star:
            found.append(None)
        elif argument.name is not None:
            found.append(named.get(argument.name))
        else:
            found.append(positional[position] if position < len(positional) else None)
            position += 1
    return found


def constructor_fields(info: TypeInfo) -> list[str]:
    """The names of the parameters of a generated constructor."""
    entry = info.get("__init__")
    if entry is None or (entry.node is not None and entry.node.fullname.startswith("builtins.")):
        entry = info.get("__new__")
    node = entry.node if entry is not None else None
    if isinstance(node, Decorator):
        node = node.func
    if isinstance(node, FuncDef) and isinstance(node.type, CallableType):
        return [name or "" for name in node.type.arg_names][1:]
    return []


def is_manager(type: ProperType | None) -> bool:
    """Whether a generator function is a context manager: made so by contextlib's decorators."""
    info = class_of(type) if type is not None else None
    return info is not None and any(base.fullname.startswith("contextlib.") for base in info.mro)


def is_thread(type_of: object, node: CallExpr) -> bool:
    assert callable(type_of)
    if not isinstance(node.callee, MemberExpr):
        return False
    receiver = type_of(node.callee.expr)
    info = class_of(receiver) if receiver is not None else None
    return info is not None and any(
        base.fullname in ("threading.Thread", "multiprocessing.process.BaseProcess")
        for base in info.mro
    )


def takes_along(info: TypeInfo) -> bool:
    """Whether a class is one whose instances take something along: threads, context managers."""
    return any(
        base.fullname in ("threading.Thread", "multiprocessing.process.BaseProcess")
        or base.fullname.startswith("contextlib.")
        or base.fullname == "asyncio.taskgroups.TaskGroup"
        for base in info.mro
    )


def is_silent(callee: Callee) -> bool:
    """Whether a call only looks at its arguments; nobody counts on its raising, either."""
    return callee.fullname in _SILENT or callee.fullname.startswith("logging.")
