"""What a call does: of the library, of the program's own functions, of what is known of others."""

from __future__ import annotations

from mypy.nodes import (
    ARG_STAR,
    ARG_STAR2,
    CallExpr,
    Expression,
    MemberExpr,
    MypyFile,
    NameExpr,
    RefExpr,
    StrExpr,
    SuperExpr,
    TypeInfo,
    Var,
)
from mypy.types import ProperType, UninhabitedType

from ..kinds import Kind, kind_of_class, kinds_of
from ..program import Callee, function_of
from .carrying import FOLLOWED
from .effects import Argument
from .expressions import USED
from .facts import forget_attributes
from .functions import Functions
from .library import ADD
from .signatures import (
    constructor_fields,
    formal_types,
    is_owned,
    is_silent,
    is_stub,
    starred,
    surely_in,
    takes_along,
    takes_self,
)
from .state import State
from .things import EMPTY, Value, What, Word, only
from .uses import spelled

__all__ = ["Calls"]


# What they are given is called when the function is over.
_DEFERRED = frozenset(
    (
        *("call_later", "call_soon", "call_at", "call_soon_threadsafe", "add_done_callback"),
        *("add_signal_handler", "add_reader", "add_writer", "after", "after_idle"),
    )
)


class Calls(Functions):
    """Evaluates calls."""

    def call(self, state: State, node: CallExpr) -> Value:
        """What a call gives, and what it does."""
        if node.analyzed is not None:
            return EMPTY
        type = self.program.type_of(node)
        callee = self.program.callee(node)
        function, receiver, subject = node.callee, EMPTY, spelled(node.callee)
        is_method = isinstance(function, MemberExpr) and not (
            isinstance(function.expr, RefExpr) and isinstance(function.expr.node, MypyFile)
        )
        code: Value = EMPTY
        if isinstance(function, MemberExpr) and is_method:
            subject = spelled(function.expr)
            receiver = self.evaluate(state, function.expr)
            if isinstance(callee.node, Var) and only(receiver, What.OBJECT):
                code = self.attribute(state, receiver, function)
                subject = spelled(function)
        elif isinstance(function, SuperExpr):
            receiver = self._self(state, function)
        elif not (isinstance(function, RefExpr) and isinstance(function.node, TypeInfo)):
            code = self.evaluate(state, function)
        arguments = self._arguments(state, node)
        before = None if is_silent(callee) else self.may_raise(state)
        value = self._dispatch(
            state, node, callee, function, receiver, code, subject, arguments, type
        )
        if before is not None:
            self._failed(before, state)
        if isinstance(type, UninhabitedType):
            state.dead = True
        return value

    def _failed(self, before: State, after: State) -> None:
        """If the call raises, its tokens are as they were; to drop them then is not held against
        the program."""
        for token in only(after.status, What.TOKEN):
            if any(status.word is Word.SPENT for status in after.statuses(token)):
                self.keep(before, (token,))

    def _self(self, state: State, function: SuperExpr) -> Value:
        for var in state.env:
            if var.is_self:
                return state.env[var]
        return EMPTY

    def _arguments(self, state: State, node: CallExpr) -> list[Argument]:
        found = []
        for each, kind, name in zip(node.args, node.arg_kinds, node.arg_names, strict=True):
            star = {ARG_STAR: "*", ARG_STAR2: "**"}.get(kind, "")
            value = self.evaluate(state, each)
            found += starred(state, value, each, star) or [Argument(name, value, each, star)]
        return found

    def _dispatch(
        self,
        state: State,
        node: CallExpr,
        callee: Callee,
        function: object,
        receiver: Value,
        code: Value,
        subject: str,
        arguments: list[Argument],
        type: ProperType | None,
    ) -> Value:
        name = callee.fullname.rpartition(".")[2]
        if not name and isinstance(function, (MemberExpr, NameExpr)):
            name = function.name
        if is_silent(callee):
            return EMPTY
        if isinstance(function, MemberExpr) and isinstance(function.expr, StrExpr):
            # An f-string is one of these.
            return EMPTY
        if isinstance(function, MemberExpr):
            done = self.method(state, receiver, function.name, node, subject, arguments, type)
            if done is not None:
                self._lend(state, arguments)
                return done
        called = only(code, What.HANDLE)
        if called:
            self.use(state, called, node, subject)
            self.use_arguments(state, arguments)
            region = self.stores_of(state, frozenset(called), arguments)
            return self.made(state, type, node, subject, region=region)
        for thing in only(code, What.OBJECT):
            bound = state.fields.get((thing, "called"), EMPTY)
            if bound:
                for each in only(bound, *USED):
                    self.use(state, (each,), node, each.name)
                return self.made(state, type, node, subject, region=state.regions_of(bound))
        made = self._special(state, node, callee, name, receiver, arguments, type)
        if made is not None:
            return made
        if isinstance(callee.node, TypeInfo):
            return self._construct(state, node, callee.node, arguments, type)
        codes = [thing.code for thing in only(code, What.CODE) if thing.code is not None]
        for thing in only(receiver, What.OBJECT):
            held = state.fields.get((thing, name), EMPTY)
            codes += [t.code for t in only(held, What.CODE) if t.code is not None]
        if codes:
            return self._call_codes(state, node, codes, subject, arguments, type)
        target = function_of(callee.node)
        if target is not None:
            first = receiver if takes_self(callee, target) else None
            made = self._call_function(state, node, target, first, subject, arguments, type)
            if made is not None:
                return made
        inside = only(receiver, What.OBJECT)
        if inside:
            done = self._container_method(state, node, inside, name, arguments)
            if done is not None:
                return done
        return self._unknown_call(state, node, callee, receiver, arguments, type)

    # Constructors

    def _construct(
        self,
        state: State,
        node: CallExpr,
        info: TypeInfo,
        arguments: list[Argument],
        type: ProperType | None,
    ) -> Value:
        kind = kind_of_class(info)
        name = f"{info.name}(...)"
        if kind is Kind.PIN:
            return self._pin(state, node, arguments, name)
        if kind is Kind.STORE:
            return frozenset((self.thing(state, What.STORE, node, name),))
        if kind is not None and kind in FOLLOWED:
            self.use_arguments(state, arguments)
            self._lend(state, arguments)
            region = self.stores_of(state, EMPTY, arguments)
            return self.made(state, type, node, name, region=region)
        held = any(argument.value for argument in arguments)
        if info.fullname.startswith("builtins."):
            held = False
        if not held and not self.carrying.carries(type) and not takes_along(info):
            return self._unknown_call(state, node, Callee(info, "", None), EMPTY, arguments, type)
        made = self.thing(state, What.OBJECT, node, name)
        value = frozenset((made,))
        initial = info.get("__init__")
        function = function_of(initial.node) if initial is not None else None
        if (
            function is not None
            and not is_stub(function)
            and function.info.fullname != ("builtins.object")
        ):
            done = self._call_function(state, node, function, value, info.name, arguments, None)
            if done is not None:
                return value
        names = constructor_fields(info)
        for number, argument in enumerate(arguments):
            field = argument.name or (names[number] if number < len(names) else None)
            if field is None or argument.star:
                self.put(state, made, argument.value)
            elif argument.value:
                if info.typeddict_type is not None:
                    field = f"[{field!r}]"
                state.fields[made, field] = argument.value
        self._lend(state, arguments)
        return value

    def _pin(self, state: State, node: CallExpr, arguments: list[Argument], name: str) -> Value:
        regions: Value = EMPTY
        held: Value = EMPTY
        for argument in arguments:
            self.use_arguments(state, (argument,))
            held |= argument.value
            for thing in state.reachable(argument.value):
                if thing.what in (What.STORE, What.HANDLE):
                    regions |= state.regions.get(thing, EMPTY)
        pin = self.thing(state, What.PIN, node, name, region=regions)
        if held:
            state.fields[pin, "value"] = held
        if len(regions) > 1:
            state.fields[pin, "bundle"] = surely_in(state, held)
        return frozenset((pin,))

    # What nothing is known of

    def _is_outer(self, function: Expression) -> bool:
        """Whether what stands before the dot outlives the function."""
        if not isinstance(function, MemberExpr):
            return False
        holder = function.expr
        if isinstance(holder, NameExpr):
            return holder.node not in self.own or holder.node in self.parameters
        return isinstance(holder, MemberExpr)

    def refuse_escape(self, state: State, value: Value, node: Expression, who: str) -> None:
        """Something is given to who may use it when it is no longer good."""
        raise NotImplementedError

    def _unknown_call(
        self,
        state: State,
        node: CallExpr,
        callee: Callee,
        receiver: Value,
        arguments: list[Argument],
        type: ProperType | None,
    ) -> Value:
        signature = self.program.type_of(node.callee)
        formals = formal_types(signature, arguments)
        for argument, formal in zip(arguments, formals, strict=True):
            text = spelled(argument.node)
            if is_owned(formal):
                self.use(state, argument.value, argument.node, text)
                self.move(
                    state,
                    only(argument.value, What.PIN),
                    argument.node,
                    f"{spelled(node.callee)}() takes it over",
                )
            elif kinds_of(formal) & FOLLOWED:
                self.use(state, argument.value, argument.node, text)
            else:
                self.use(state, only(argument.value, What.VIEW), argument.node, text)
            for thing in only(argument.value, What.OBJECT):
                runs = state.fields.get((thing, "runs"), EMPTY)
                self.use(state, runs, argument.node, text)
        self._lend(state, arguments)
        name = callee.fullname.rpartition(".")[2] or getattr(node.callee, "name", "")
        if name in _DEFERRED or (name in ADD and self._is_outer(node.callee)):
            for argument in arguments:
                self.refuse_escape(state, argument.value, argument.node, f"{name}() keeps")
        if receiver:
            self.keep(state, receiver)
        forget_attributes(state)
        region = self.stores_of(state, EMPTY, arguments)
        return self.made(state, type, node, spelled(node.callee), region=region)
