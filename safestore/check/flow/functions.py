"""Calls of the functions of the program."""

from __future__ import annotations

from collections.abc import Sequence

from mypy.nodes import (
    ARG_STAR,
    CallExpr,
    FuncDef,
    FuncItem,
    IndexExpr,
    MemberExpr,
    Var,
)
from mypy.types import ProperType
from mypy.types import get_proper_type as proper

from .applying import Applied
from .effects import Argument
from .library import Library
from .signatures import (
    is_manager,
    is_stub,
    known_parameters,
    owned_parameters,
)
from .state import State, join
from .summary import Summary
from .things import EMPTY, Code, Status, Thing, Value, What, Word, only
from .uses import spelled

__all__ = ["Functions"]


class Functions(Library):
    """Calls functions whose bodies are known."""

    def _call_codes(
        self,
        state: State,
        node: CallExpr,
        codes: Sequence[Code],
        subject: str,
        arguments: list[Argument],
        type: ProperType | None,
    ) -> Value:
        result: Value = EMPTY
        sides: list[State] = []
        for code in codes:
            # One of them is called: which, is not known.
            side = state if len(codes) == 1 else state.copy()
            given = [Argument(name, value, node) for name, value in code.arguments] + arguments
            result |= self._call_code(side, node, code, subject, given, type)
            sides.append(side)
        if len(sides) > 1:
            for side in sides:
                join(state, side)
            state.blurred = True
        return result

    def _call_code(
        self,
        state: State,
        node: CallExpr,
        code: Code,
        subject: str,
        given: list[Argument],
        type: ProperType | None,
    ) -> Value:
        if isinstance(code.function, str):
            done = self.method(state, code.receiver, code.function, node, subject, given, type)
            self._lend(state, given)
            return done or EMPTY
        receiver = code.receiver if code.receiver else None
        value = self._call_function(state, node, code.function, receiver, subject, given, type)
        if value is None:
            self._lend(state, given)
            value = self.made(state, type, node, subject)
        return value

    def _call_function(
        self,
        state: State,
        node: CallExpr | IndexExpr | MemberExpr,
        function: FuncItem,
        receiver: Value | None,
        subject: str,
        arguments: list[Argument],
        type: ProperType | None,
    ) -> Value | None:
        """Call a function of the program; None when its body is not known."""
        summary = self.summarise(function)
        declared = proper(function.type) if function.type is not None else None
        owned = owned_parameters(function, declared)
        if summary is None or is_stub(function):
            if not owned:
                return None
            for var, value, place in self._bound(function, receiver, arguments):
                self._give(state, var, value, place, owned, subject)
            self._lend(state, arguments)
            return self.made(state, type, node, subject)
        bindings: dict[Var, Value] = {a.variable: EMPTY for a in function.arguments}
        given = []
        bound = self._bound(function, receiver, arguments)
        fixed = known_parameters(function, bound)
        if fixed:
            summary = self.specialise(function, fixed) or summary
        for var, value, place in bound:
            bindings[var] = bindings[var] | value
            given.append((var, value, place))
            if not self.carrying.carries(var.type):
                # What the function does with it is not followed.
                self.keep(state, value)
        applied = Applied(summary, bindings, node, spelled(node).removesuffix("(...)"))
        self.check_needs(state, applied)
        for path in summary.grows:
            self.grow(state, self._at(state, path, applied), node)
        for var, value, place in given:
            self._give(state, var, value, place, owned, subject)
        if summary.entered is not None and is_manager(type):
            manager = self.thing(state, What.OBJECT, node, subject)
            self.managers[manager] = applied
            return frozenset((manager,))
        if summary.exit is None:
            state.dead = state.dead or not function.is_generator
            return self.made(state, type, node, subject)
        result = self.apply(state, summary.exit, applied)
        if function.is_generator:
            return self.made(state, type, node, subject)
        if function.is_coroutine:
            return self._coroutine(state, node, summary, applied, result)
        if type is not None and not result:
            return self.made(state, type, node, subject)
        return result

    def _coroutine(
        self,
        state: State,
        node: CallExpr | IndexExpr | MemberExpr,
        summary: Summary,
        applied: Applied,
        result: Value,
    ) -> Value:
        regions: Value = EMPTY
        for path in summary.awaits:
            regions |= state.regions_of(self._at(state, path, applied))
        if not regions:
            return result
        call = self.thing(state, What.CALL, node, spelled(node), region=regions, tag="@coroutine")
        state.status[call] = frozenset((Status(Word.KEPT),))
        return result | {call}

    def _bound(
        self, function: FuncItem, receiver: Value | None, arguments: Sequence[Argument]
    ) -> list[tuple[Var, Value, Argument | None]]:
        """Which parameter gets what."""
        parameters = list(function.arguments)
        found: list[tuple[Var, Value, Argument | None]] = []
        if receiver is not None and parameters:
            found.append((parameters.pop(0).variable, receiver, None))
        positional = [p for p in parameters if p.kind.is_positional()]
        star = next((p for p in parameters if p.kind == ARG_STAR), None)
        named = {p.variable.name: p for p in parameters if not p.kind.is_star()}
        position = 0
        for argument in arguments:
            if argument.star:
                continue
            if argument.name is None:
                if position < len(positional):
                    found.append((positional[position].variable, argument.value, argument))
                elif star is not None:
                    found.append((star.variable, argument.value, argument))
                position += 1
            elif argument.name in named:
                found.append((named[argument.name].variable, argument.value, argument))
        return found

    def _give(
        self,
        state: State,
        var: Var,
        value: Value,
        argument: Argument | None,
        owned: frozenset[Var],
        subject: str,
    ) -> None:
        """An argument reaches its parameter; an `Owned` one is the callee's from then on."""
        if var not in owned or argument is None:
            return
        text = spelled(argument.node)
        self.use(state, value, argument.node, text)
        self.move(state, only(value, What.PIN), argument.node, f"{subject}() takes it over")
        self.hand_over(state, value, argument.node, text, f"given to {subject}()")

    def property(self, state: State, owner: Thing, getter: FuncDef, node: MemberExpr) -> Value:
        """What a property of the program's gives."""
        type = self.program.type_of(node)
        receiver = frozenset((owner,))
        made = self._call_function(state, node, getter, receiver, spelled(node), [], type)
        return self.unknown(state, node) if made is None else made
