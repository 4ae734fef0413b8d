"""The modules under analysis: their trees, the types of their expressions, who calls what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from typing import NamedTuple

from mypy.nodes import (
    Argument,
    CallExpr,
    Decorator,
    Expression,
    FuncDef,
    MemberExpr,
    MypyFile,
    NameExpr,
    Node,
    OverloadedFuncDef,
    RefExpr,
    SuperExpr,
    SymbolNode,
    TypeInfo,
    Var,
)
from mypy.types import (
    CallableType,
    FunctionLike,
    Instance,
    ProperType,
    TupleType,
    Type,
    TypeType,
    TypeVarType,
    UnionType,
)
from mypy.types import get_proper_type as proper

from .settings import Settings

__all__ = ["Callee", "Program", "class_of", "classes_of", "function_of"]


class Callee(NamedTuple):
    """What a call calls.

    `node` is the function, class or variable that is called, None when that is not known.
    `fullname` is its name where it is defined, "" when that is not known: for a method that of
    the class that defines it, for a class its own. `receiver` is what stands before the dot of a
    method call, None for a function.
    """

    node: SymbolNode | None
    fullname: str
    receiver: Expression | None


class Program:
    """The modules under analysis.

    `modules` are all that mypy knows, by name; trees of functions are there for those that were
    parsed in this run. `type_of` gives the type of an expression, where mypy has found one. In
    `kept` a rule keeps what it has worked out for all modules, under a key of its own; in `lasting`
    what stays true when there are more of them.
    """

    def __init__(
        self,
        modules: Mapping[str, MypyFile],
        find_type: Callable[[Expression], Type | None],
        settings: Settings,
    ) -> None:
        self.modules = modules
        self.settings = settings
        self.kept: dict[object, object] = {}
        self.lasting: dict[object, object] = {}
        self._find_type = find_type

    def type_of(self, expression: Expression) -> ProperType | None:
        """The type of an expression; None where mypy has found none, as in code not reached."""
        found = self._find_type(expression)
        return None if found is None else proper(found)

    def callee(self, call: CallExpr) -> Callee:
        """What a call calls, as far as that is known before it runs."""
        return self.target(call.callee)

    def target(self, function: Expression) -> Callee:
        """What a call of this expression would call."""
        if isinstance(function, NameExpr):
            return _callee(function.node, function.fullname, None)
        if isinstance(function, MemberExpr):
            receiver_type = self.type_of(function.expr)
            if receiver_type is not None:
                info = class_of(receiver_type)
                if info is not None:
                    return _member(info, function.name, function.expr)
                made = _made_by(receiver_type)
                if made is not None:
                    # Of the class itself: a static method, a class method, `Class.method`.
                    found = _member(made, function.name, None)
                    if found.node is not None:
                        return found
            if function.node is not None:
                return _callee(function.node, function.fullname, None)
            return Callee(None, "", function.expr)
        if isinstance(function, SuperExpr) and function.info is not None:
            for base in function.info.mro[1:]:
                if function.name in base.names:
                    node = base.names[function.name].node
                    return Callee(node, f"{base.fullname}.{function.name}", function)
        if isinstance(function, RefExpr):
            return _callee(function.node, function.fullname, None)
        return Callee(None, "", None)


def _callee(node: SymbolNode | None, fullname: str, receiver: Expression | None) -> Callee:
    if node is not None:
        fullname = node.fullname or fullname
    return Callee(node, fullname or "", receiver)


def _member(info: TypeInfo, name: str, receiver: Expression | None) -> Callee:
    for base in info.mro:
        entry = base.names.get(name)
        if entry is not None:
            return Callee(entry.node, f"{base.fullname}.{name}", receiver)
    return Callee(None, f"{info.fullname}.{name}", receiver)


def class_of(type: ProperType) -> TypeInfo | None:
    """The class of the values of a type; None where there is more than one, or none."""
    if isinstance(type, Instance):
        return type.type
    if isinstance(type, TupleType):
        return type.partial_fallback.type
    if isinstance(type, TypeVarType):
        return class_of(proper(type.upper_bound))
    if isinstance(type, UnionType):
        classes = {id(info): info for info in (class_of(proper(t)) for t in type.items) if info}
        if len(classes) == 1:
            return next(iter(classes.values()))
    return None


def classes_of(type: ProperType | None) -> Iterator[TypeInfo]:
    """The classes of the values of a type: all that it may be."""
    if isinstance(type, Instance):
        yield type.type
    elif isinstance(type, TupleType):
        yield type.partial_fallback.type
    elif isinstance(type, TypeVarType):
        yield from classes_of(proper(type.upper_bound))
    elif isinstance(type, UnionType):
        for item in type.items:
            yield from classes_of(proper(item))


def _made_by(type: ProperType) -> TypeInfo | None:
    if isinstance(type, TypeType):
        return class_of(type.item)
    if isinstance(type, FunctionLike) and type.is_type_obj():
        return type.type_object()
    return None


def function_of(node: Node | None) -> FuncDef | None:
    """The function that a symbol stands for, past decorators and overloads.

    With its body, where its module was parsed in this run and is the user's own: others' functions
    have an empty one.
    """
    if isinstance(node, Decorator):
        return _complete(node.func)
    if isinstance(node, OverloadedFuncDef):
        if node.impl is not None:
            return function_of(node.impl)
        return function_of(node.items[0]) if node.items else None
    if isinstance(node, FuncDef):
        return _complete(node)
    if isinstance(node, TypeInfo):
        for name in ("__init__", "__new__"):
            for base in node.mro:
                if name in base.names and base.fullname != "builtins.object":
                    return function_of(base.names[name].node)
    return None


def _complete(function: FuncDef) -> FuncDef:
    """Gives a function that comes from mypy's cache its parameters: that keeps their types only."""
    if not hasattr(function, "arguments"):
        declared = function.type
        types: list[Type] = declared.arg_types if isinstance(declared, CallableType) else []
        function.arguments = [
            Argument(Var(name or "", type), type, None, kind)
            for name, kind, type in zip_longest(function.arg_names, function.arg_kinds, types)
            if kind is not None
        ]
    return function
