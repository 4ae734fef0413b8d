"""What an expression's value takes along: by its type, and by what it is made of as far as is seen.

A type does not tell what a lambda captures, or what a `functools.partial` holds; the expression
that made it does. So variables are followed to what they were given.
"""

from __future__ import annotations

from collections.abc import Iterator

from mypy.nodes import (
    AssignmentExpr,
    CallExpr,
    CastExpr,
    ConditionalExpr,
    DictExpr,
    DictionaryComprehension,
    Expression,
    FuncDef,
    FuncItem,
    GeneratorExpr,
    IndexExpr,
    LambdaExpr,
    ListComprehension,
    ListExpr,
    MemberExpr,
    NameExpr,
    OpExpr,
    ReturnStmt,
    SetComprehension,
    SetExpr,
    StarExpr,
    StrExpr,
    SuperExpr,
    SymbolTableNode,
    TupleExpr,
    TypeInfo,
    Var,
)
from mypy.types import AnyType, CallableType, FunctionLike, Instance, ProperType, UnionType
from mypy.types import get_proper_type as proper

from ..program import Program, class_of, function_of
from ..syntax import own
from .captures import Captures, Subject, is_property
from .index import Field, Index
from .obstacle import Destination, Obstacle, Origin
from .survey import Assignment
from .types import Sendability

__all__ = ["Values", "pieces"]

_PARTIAL = "functools.partial"
# Hand on what they are given, as it is.
_TRANSPARENT = frozenset(
    f"builtins.{name}" for name in ("list", "tuple", "set", "frozenset", "dict", "iter", "reversed")
) | {"typing.cast", "contextvars.Context.run", "functools.wraps"}


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


def _entries(display: DictExpr) -> Iterator[tuple[str, Expression]]:
    for key, value in display.items:
        if key is not None:
            yield "a key", key
        yield f"[{key.value!r}]" if isinstance(key, StrExpr) else "a value", value


class Values:
    """What values take along."""

    def __init__(self, program: Program, index: Index, types: Sendability) -> None:
        self._program = program
        self._index = index
        self._types = types
        self.captures = Captures(program, index, types, self._follow)
        # Expressions that are being looked at, since a variable may be made from itself.
        self._open: set[int] = set()

    def obstacle(self, expression: Expression, destination: Destination) -> Obstacle | None:
        """The first thing in an expression's value that may not travel."""
        return next(iter(self._of(expression, destination)), None)

    def result(self, expression: Expression, destination: Destination) -> Obstacle | None:
        """What in the result of a function, or of a coroutine, may not travel back."""
        return self._types.obstacle(_result_of(self._program.type_of(expression)), destination)

    def is_open(self, expression: Expression) -> bool:
        """Whether nothing at all is known of what an expression gives."""
        type = self._program.type_of(expression)
        return type is None or isinstance(type, AnyType)

    def _of(self, expression: Expression, destination: Destination) -> Iterator[Obstacle]:
        if id(expression) in self._open:
            return
        self._open.add(id(expression))
        try:
            yield from self._look(expression, destination)
        finally:
            self._open.discard(id(expression))

    def _look(self, expression: Expression, destination: Destination) -> Iterator[Obstacle]:
        parts = pieces(expression)
        if parts is not None:
            for step, part in parts:
                for found in self._of(part, destination):
                    yield found.behind(step) if step else found
        elif isinstance(expression, LambdaExpr):
            yield from self._function(expression, destination)
        elif isinstance(expression, AssignmentExpr):
            yield from self._of(expression.value, destination)
        elif isinstance(expression, (NameExpr, MemberExpr, SuperExpr)):
            yield from self._reference(expression, destination)
        elif isinstance(expression, CallExpr):
            yield from self._call(expression, destination)
        else:
            yield from self._typed(expression, destination)
            inner: Expression | None = None
            if isinstance(expression, (ListComprehension, SetComprehension)):
                inner = expression.generator.left_expr
            elif isinstance(expression, GeneratorExpr):
                inner = expression.left_expr
            elif isinstance(expression, DictionaryComprehension):
                inner = expression.value
            elif isinstance(expression, CastExpr):
                inner = expression.expr
            elif isinstance(expression, IndexExpr) and self._may_hide(expression):
                inner = expression.base
            if inner is not None:
                yield from self._of(inner, destination)

    def _typed(self, expression: Expression, destination: Destination) -> Iterator[Obstacle]:
        type = self._program.type_of(expression)
        found = self._types.obstacle(type, destination)
        if found is not None:
            yield found
            return
        info = None if type is None else class_of(type)
        if info is not None and self._types.verdict(type, destination) is False:
            # A callable object; what it holds was looked at, but not what its call uses.
            method = function_of(info.get_method("__call__"))
            if method is not None:
                yield from self.captures.of(method, destination)

    def _function(
        self, function: FuncItem, destination: Destination, subject: Subject | None = None
    ) -> Iterator[Obstacle]:
        yield from self.captures.of(function, destination, subject)
        if self._index.path_of(function) is None:
            # Known from mypy's cache, which has no trees.
            return
        for argument in function.arguments:
            if argument.initializer is not None:
                for found in self._of(argument.initializer, destination):
                    yield found.behind(f"default of {argument.variable.name!r}")

    def _reference(self, expression: Expression, destination: Destination) -> Iterator[Obstacle]:
        if isinstance(expression, MemberExpr):
            receiver = self._program.type_of(expression.expr)
            if isinstance(receiver, UnionType) and class_of(receiver) is None:
                yield from self._typed(expression, destination)
                for item in receiver.items:
                    yield from self._of_one(expression, proper(item), destination)
                return
        target = self._program.target(expression)
        node = target.node
        function = None if isinstance(node, Var) else function_of(node)
        if node is None or isinstance(node, Var) or is_property(node):
            yield from self._typed(expression, destination)
            yield from self._follow(expression, destination)
        elif target.receiver is not None and not isinstance(node, TypeInfo):
            of = target.receiver
            type = None if isinstance(of, SuperExpr) else self._program.type_of(of)
            yield from self._method(expression, of, type, function, destination)
        elif function is not None and not isinstance(node, TypeInfo):
            yield from self._function(function, destination)
        elif isinstance(node, TypeInfo) and function is not None:
            yield from self.captures.of(function, destination)

    def _of_one(
        self, expression: MemberExpr, receiver: ProperType, destination: Destination
    ) -> Iterator[Obstacle]:
        """An attribute of what may be of several classes, for one of them."""
        info = class_of(receiver)
        entry = None if info is None else info.get(expression.name)
        if entry is None or isinstance(entry.node, Var) or is_property(entry.node):
            return
        function = function_of(entry.node)
        yield from self._method(expression, expression.expr, receiver, function, destination)

    def _method(
        self,
        expression: Expression,
        receiver: Expression,
        type: ProperType | None,
        function: FuncDef | None,
        destination: Destination,
    ) -> Iterator[Obstacle]:
        """A bound method: what it reads of what it is bound to."""
        words = _words(expression)
        if isinstance(receiver, SuperExpr):
            info = receiver.info
        else:
            info = None if type is None else class_of(type)
            verdict = self._types.verdict(type, destination)
            if isinstance(verdict, Obstacle):
                yield verdict.behind(words).rooted(*_roots(receiver))
                return
            if verdict:
                return
        if self._index.is_unseen(function):
            return
        if function is None or self._index.path_of(function) is None:
            found = self._types.obstacle(type, destination)
            if found is not None:
                yield found.behind(words).rooted(*_roots(receiver))
            elif not isinstance(receiver, SuperExpr):
                for followed in self._of(receiver, destination):
                    yield followed.behind(words)
            return
        subject = None
        if info is not None and not (function.is_static or function.is_class):
            variable = function.arguments[0].variable if function.arguments else None
            if variable is not None:
                subject = Subject(variable, info, (), _roots(receiver))
        for found in self._function(function, destination, subject):
            yield found.behind(words)

    def _call(self, call: CallExpr, destination: Destination) -> Iterator[Obstacle]:
        callee = self._program.callee(call)
        type = self._program.type_of(call)
        made = class_of(type) if type is not None else None
        if (made is not None and made.fullname == _PARTIAL) or callee.fullname in _TRANSPARENT:
            for argument in call.args:
                for found in self._of(argument, destination):
                    yield found.behind("the partial")
            return
        yield from self._typed(call, destination)
        function = function_of(callee.node)
        if isinstance(call.callee, CallExpr) and self._may_hide(call):
            yield from self._of(call.callee, destination)
        if isinstance(callee.node, TypeInfo) and self._types.verdict(type, destination) is False:
            # Most likely it keeps what it is to call.
            for argument in call.args:
                if isinstance(self._program.type_of(argument), FunctionLike):
                    yield from self._of(argument, destination)
        if function is None or isinstance(callee.node, TypeInfo):
            return
        if function.is_coroutine or function.is_generator:
            # It has not run yet, and keeps its arguments until it does.
            for argument in call.args:
                yield from self._of(argument, destination)
            yield from self._reference_of_callee(call, destination)
        elif self._may_hide(call) and self._index.path_of(function) is not None:
            for statement in own(function.body.body):
                if isinstance(statement, ReturnStmt) and statement.expr is not None:
                    yield from self._of(statement.expr, destination)

    def _reference_of_callee(self, call: CallExpr, destination: Destination) -> Iterator[Obstacle]:
        if isinstance(call.callee, (NameExpr, MemberExpr, SuperExpr)):
            yield from self._reference(call.callee, destination)

    def _follow(self, expression: Expression, destination: Destination) -> Iterator[Obstacle]:
        """What was put into a variable, when its type does not tell what it takes along."""
        if not self._may_hide(expression):
            return
        target: Var | Field | None = None
        if isinstance(expression, NameExpr) and isinstance(expression.node, Var):
            target = expression.node
        elif isinstance(expression, MemberExpr):
            type = self._program.type_of(expression.expr)
            info = None if type is None else class_of(type)
            if info is not None:
                target = Field(info, expression.name)
            elif isinstance(expression.node, Var):
                target = expression.node
        if target is None:
            return
        given = (
            self._index.of_variable(target)
            if isinstance(target, Var)
            else self._index.of_field(target)
        )
        for assignment in (*given, *self._index.added(target)):
            for value in _values(assignment):
                for found in self._of(value, destination):
                    origin = Origin(
                        assignment.path,
                        assignment.place,
                        f"`{_words(expression)}` gets its value here",
                    )
                    yield found.noted(origin)

    def _may_hide(self, expression: Expression) -> bool:
        """Whether a type leaves open what its values take along."""
        return _hides(self._program.type_of(expression), 0)


def _values(assignment: Assignment) -> Iterator[Expression]:
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


def _hides(type: ProperType | None, depth: int) -> bool:
    if type is None or depth > 3:
        return False
    if isinstance(type, (AnyType, FunctionLike)):
        return True
    if isinstance(type, UnionType):
        return any(_hides(proper(item), depth + 1) for item in type.items)
    if isinstance(type, Instance):
        if type.type.fullname in ("builtins.object", "functools.partial"):
            return True
        if type.type.is_protocol and "__call__" in type.type.names:
            return True
        if not depth and any(map(_is_callable, type.type.names.values())):
            return True
        return any(_hides(proper(item), depth + 1) for item in type.args)
    items = getattr(type, "items", None)
    if isinstance(items, list):
        return any(_hides(proper(item), depth + 1) for item in items)
    return False


def _is_callable(entry: SymbolTableNode) -> bool:
    """Whether an attribute holds something that is called; a method does not."""
    node = entry.node
    return (
        isinstance(node, Var)
        and node.type is not None
        and isinstance(proper(node.type), FunctionLike)
    )


def _result_of(type: ProperType | None) -> ProperType | None:
    if isinstance(type, CallableType):
        return proper(type.ret_type)
    if isinstance(type, Instance):
        name = type.type.fullname
        if name == _PARTIAL and type.args:
            return proper(type.args[0])
        if name in ("typing.Coroutine", "types.CoroutineType") and len(type.args) == 3:
            return proper(type.args[2])
    return None


def _roots(expression: Expression) -> tuple[Var, ...]:
    at = expression
    while isinstance(at, MemberExpr):
        at = at.expr
    if isinstance(at, NameExpr) and isinstance(at.node, Var):
        return (at.node,)
    return ()


def _words(expression: Expression) -> str:
    if isinstance(expression, MemberExpr):
        return f"{_words(expression.expr)}.{expression.name}"
    if isinstance(expression, NameExpr):
        return expression.name
    if isinstance(expression, SuperExpr):
        return f"super().{expression.name}"
    return "(...)"
