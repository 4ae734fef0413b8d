"""What an expression's value takes along: by its type, and by what it is made of as far as is seen.

A type does not tell what a lambda captures, or what a `functools.partial` holds; the expression
that made it does. So variables are followed to what they were given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mypy.nodes import (
    AssignmentExpr,
    CallExpr,
    CastExpr,
    DictionaryComprehension,
    Expression,
    FuncDef,
    FuncItem,
    GeneratorExpr,
    IndexExpr,
    LambdaExpr,
    ListComprehension,
    MemberExpr,
    NameExpr,
    ReturnStmt,
    SetComprehension,
    SuperExpr,
    TypeInfo,
    Var,
)
from mypy.types import AnyType, FunctionLike, ProperType, UnionType
from mypy.types import get_proper_type as proper

from ..kinds import Kind
from ..program import Program, class_of, function_of
from ..syntax import own
from .captures import HARMLESS, Captures, Subject, is_property
from .expressions import flat, pieces, root_of, values_of, words_of
from .hiding import PARTIAL, hides_more, is_lazy, result_of
from .index import Field, Index
from .obstacle import Destination, Obstacle, Origin, first_of_each
from .types import Sendability

__all__ = ["Values"]

# Hand on what they are given, as it is.
_EAGER = frozenset(
    f"builtins.{name}" for name in ("list", "tuple", "set", "frozenset", "dict", "sorted")
)
_TRANSPARENT = (
    _EAGER
    | {f"builtins.{name}" for name in ("iter", "reversed", "map", "filter", "zip", "enumerate")}
    | {"typing.cast", "contextvars.Context.run", "functools.wraps"}
)
# Ends to following parameters to what callers give them, and that to where it is from.
_DEEPEST = 60
_MOST = 20_000


class Values:
    """What values take along."""

    def __init__(self, program: Program, index: Index, types: Sendability) -> None:
        self._program = program
        self._index = index
        self._types = types
        self.captures = Captures(program, index, types, self._follow)
        # Expressions that are being looked at, since a variable may be made from itself.
        self._open: set[int] = set()
        # How often something was not looked at: because it was, or there was too much.
        self._left_out = 0
        self._steps = 0
        # How often it was asked what callers give.
        self.asked = 0
        self._of_parameters: dict[tuple[int, Destination], list[Obstacle]] = {}

    def obstacle(self, expression: Expression, destination: Destination) -> Obstacle | None:
        """The first thing in an expression's value that may not travel."""
        return next(iter(self.obstacles(expression, destination)), None)

    def obstacles(
        self, expression: Expression, destination: Destination, at_once: bool = False
    ) -> list[Obstacle]:
        """The first thing in an expression's value that may not travel, and what callers give.

        `at_once`: the value is gone through before it goes, as `*values` are.
        """
        self._steps = 0
        if at_once and self._is_lazy(expression):
            return first_of_each(self._gone_through(expression, destination))
        return first_of_each(self._of(expression, destination))

    def results(self, expression: Expression, destination: Destination) -> Iterator[Obstacle]:
        """What in the result of a function, or of a coroutine, may not travel back."""
        found = self._types.obstacle(result_of(self._program.type_of(expression)), destination)
        if found is not None:
            yield found
        elif isinstance(expression, NameExpr) and isinstance(expression.node, Var):
            for given in self._index.callers.concrete(expression.node):
                type = self._program.type_of(given.expression)
                found = self._types.obstacle(result_of(type), destination)
                if found is not None:
                    yield replace(found, given=given)

    def is_open(self, expression: Expression) -> bool:
        """Whether nothing at all is known of what an expression gives."""
        type = self._program.type_of(expression)
        return type is None or isinstance(type, AnyType)

    def _of(self, expression: Expression, destination: Destination) -> Iterator[Obstacle]:
        self._steps += 1
        if id(expression) in self._open or len(self._open) > _DEEPEST or self._steps > _MOST:
            self._left_out += 1
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
                yield from self.captures.of(expression, destination)
                yield from self._of(expression.sequences[0], destination)
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
        words = words_of(expression)
        if isinstance(receiver, SuperExpr):
            info = receiver.info
        else:
            info = None if type is None else class_of(type)
            verdict = self._types.verdict(type, destination)
            if isinstance(verdict, Obstacle):
                if verdict.kind is Kind.PIN and function and function.name in HARMLESS:
                    return
                yield verdict.behind(words).rooted(*root_of(receiver))
                return
            if verdict:
                return
        if self._index.is_unseen(function):
            return
        if function is None or self._index.path_of(function) is None:
            found = self._types.obstacle(type, destination)
            if found is not None:
                yield found.behind(words).rooted(*root_of(receiver))
            elif not isinstance(receiver, SuperExpr):
                for followed in self._of(receiver, destination):
                    yield followed.behind(words)
            return
        roots = root_of(receiver)
        if info is None or function.is_static or function.is_class or not function.arguments:
            for found in self._function(function, destination):
                yield found.behind(words)
            return
        also: list[TypeInfo] = []
        if isinstance(receiver, NameExpr) and roots and roots[0].is_self:
            also = self._index.also(info, roots[0])
        for one in (info, *also):
            method = function if one is info else function_of(one.get_method(function.name))
            if method is not None and method.arguments:
                subject = Subject(method.arguments[0].variable, one, (), roots)
                for found in self._function(method, destination, subject):
                    yield found.behind(words)

    def _call(self, call: CallExpr, destination: Destination) -> Iterator[Obstacle]:
        callee = self._program.callee(call)
        type = self._program.type_of(call)
        made = class_of(type) if type is not None else None
        is_partial = made is not None and made.fullname == PARTIAL
        name = callee.fullname
        if is_partial or name in _TRANSPARENT or name.startswith("itertools."):
            for argument in call.args:
                if name in _EAGER and self._is_lazy(argument):
                    yield from self._gone_through(argument, destination)
                    continue
                for found in self._of(argument, destination):
                    yield found.behind("the partial") if is_partial else found
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

    def _is_lazy(self, expression: Expression) -> bool:
        type = self._program.type_of(expression)
        return isinstance(expression, GeneratorExpr) or is_lazy(type)

    def _gone_through(self, lazy: Expression, destination: Destination) -> Iterator[Obstacle]:
        """What comes out of it, and not what it needs for that."""
        yield from self._typed(lazy, destination)
        if isinstance(lazy, GeneratorExpr):
            yield from self._of(lazy.left_expr, destination)

    def _arguments(self, parameter: Var, destination: Destination) -> list[Obstacle]:
        """What callers give to a parameter."""
        self.asked += 1
        key = id(parameter), destination
        known = self._of_parameters.get(key)
        if known is None:
            left_out = self._left_out
            known = []
            for given in self._index.callers.concrete(parameter):
                for step, part in flat(given.expression):
                    of_part = self._of(part, destination)
                    if given.method is not None:
                        of_part = self._bound(given.method, destination)
                    for found in first_of_each(of_part):
                        if found.given is None:
                            found = replace(found, given=replace(given, expression=part))
                        known.append(found.behind(step) if step else found)
            if left_out == self._left_out:
                self._of_parameters[key] = known
        return known

    def _is_what_was_given(
        self, parameter: Var, type: ProperType | None, destination: Destination
    ) -> bool:
        """Whether a parameter is worth following from where its type is found to be this."""
        if parameter.is_self or parameter.is_cls:
            return False
        if self._types.verdict(type, destination) is True and not isinstance(type, UnionType):
            # Narrowed to what may travel; or it says nothing.
            told = type is not None and class_of(type)
            if told and told.fullname != "builtins.object":
                return False
        if len(self._index.of_variable(parameter)) > 1 and not isinstance(type, FunctionLike):
            # Something else was put into it.
            return False
        # What its own type tells is said where it is used.
        return self._types.obstacle(type, destination) is None

    def _may_be_of(self, found: Obstacle, info: TypeInfo) -> bool:
        given = found.given and self._program.type_of(found.given.expression)
        made = class_of(given) if given else None
        return made is None or made.has_base(info.fullname)

    def _bound(self, method: FuncDef, destination: Destination) -> Iterator[Obstacle]:
        """What a method reads of the object it will be called on."""
        if method.arguments:
            subject = Subject(method.arguments[0].variable, method.info)
            yield from self._function(method, destination, subject)

    def _follow(self, expression: Expression, destination: Destination) -> Iterator[Obstacle]:
        """What was put into a variable, when its type does not tell what it takes along."""
        node = expression.node if isinstance(expression, NameExpr) else None
        type = self._program.type_of(expression)
        if isinstance(node, Var) and self._is_what_was_given(node, type, destination):
            narrowed = class_of(type) if type is not None and type != node.type else None
            for found in self._arguments(node, destination):
                if narrowed is None or self._may_be_of(found, narrowed):
                    yield found.behind(node.name)
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
            for value in values_of(assignment):
                for found in self._of(value, destination):
                    origin = Origin(
                        assignment.path,
                        assignment.place,
                        f"`{words_of(expression)}` gets its value here",
                    )
                    yield found.noted(origin)

    def _may_hide(self, expression: Expression) -> bool:
        """Whether a type leaves open what its values take along."""
        return hides_more(self._program.type_of(expression))
