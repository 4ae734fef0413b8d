"""What has to be over, or seen to, when a block or the function is left."""

from __future__ import annotations

from mypy.nodes import (
    CallExpr,
    Expression,
    FuncDef,
    RefExpr,
    Statement,
    Var,
    YieldExpr,
)

from ..finding import Note
from ..program import function_of
from .applying import Applied
from .branches import Branches
from .state import State
from .things import EMPTY, Thing, Value, What, Word
from .uses import ASYNC, BORROW, LEAK, spelled

__all__ = ["Endings"]


class Endings(Branches):
    """Ends what a `with` was about, and looks after what leaves."""

    # The views of the `with` statements around.
    _lent: list[Thing]

    def finished(self, state: State, value: Value) -> None:
        """The function is left: what it made and nobody has is lost, but for what it returns."""
        given = self._held(state, value)
        for thing in list(state.status):
            if thing.what in (What.TOKEN, What.CALL) and thing not in given:
                self._lost(state, thing)

    def _lost(self, state: State, thing: Thing) -> None:
        statuses = state.statuses(thing)
        left = [status for status in statuses if status.word is Word.OPEN]
        if thing not in self.owed or not left or thing.made is None:
            return
        if len(left) < len(statuses) and (state.blurred or thing.many):
            return
        if thing.what is What.TOKEN:
            self.say(
                LEAK,
                thing.made,
                f"the token of {thing.name} is lost on some way from here: dropped, it closes its "
                "store; land it, discard it, or hand it on",
            )
        else:
            self.say(
                ASYNC,
                thing.made,
                f"{thing.name} is never awaited: it does not run, and holds its store; await it",
            )

    def entered(self, state: State, value: Value, node: Expression) -> Value:
        """What `with` gives for a value."""
        found: Value = EMPTY
        for thing in value:
            alone = frozenset((thing,))
            if thing.what is What.OBJECT:
                applied = self.managers.get(thing)
                closing = state.fields.get((thing, "closing"))
                if applied is not None and applied.summary.entered is not None:
                    found |= self.apply(state, applied.summary.entered, applied)
                elif closing is not None:
                    found |= closing
                else:
                    found |= self._enter_own(state, thing, node, "__enter__")
            else:
                if thing.what in (What.PIN, What.STORE, What.VIEW):
                    self.use(state, alone, node, spelled(node))
                found |= alone
        return found

    def left(self, state: State, value: Value, node: Expression) -> None:
        """The `with` of a value is over."""
        for thing in value:
            alone = frozenset((thing,))
            if thing.what is What.VIEW:
                self.end_views(state, alone, node, Word.ENDED)
            elif thing.what in (What.PIN, What.STORE):
                if all(s.word is not Word.MOVED for s in state.statuses(thing)):
                    self.close(state, alone, node, "the end of its `with` closes it")
            elif thing.what is What.OBJECT:
                applied = self.managers.get(thing)
                if applied is not None:
                    if applied.summary.exit is not None:
                        self.apply(state, applied.summary.exit, applied)
                    continue
                for held in ("closing", "closes"):
                    kept = state.fields.pop((thing, held), EMPTY)
                    self.left(state, kept, node)
                self.finish(state, state.fields.get((thing, "tasks"), EMPTY))
                self._enter_own(state, thing, node, "__exit__")

    def _enter_own(self, state: State, thing: Thing, node: Expression, name: str) -> Value:
        """`__enter__` or `__exit__` of a class of the program's."""
        info = self.class_of(thing)
        entry = None if info is None else info.get(name)
        function = function_of(entry.node) if entry is not None else None
        if function is None or not isinstance(node, (CallExpr, RefExpr)):
            return frozenset((thing,))
        return self.called(state, node, function, frozenset((thing,)))

    def called(self, state: State, node: Expression, function: FuncDef, receiver: Value) -> Value:
        """A method is called by the language."""
        summary = self.summarise(function)
        if summary is None or summary.exit is None:
            return receiver
        bindings: dict[Var, Value] = {a.variable: EMPTY for a in function.arguments}
        if function.arguments:
            bindings[function.arguments[0].variable] = receiver
        applied = Applied(summary, bindings, node, spelled(node))
        self.check_needs(state, applied)
        return self.apply(state, summary.exit, applied)

    def escape(self, state: State, value: Value, owner: Thing, node: Expression) -> None:
        """Something is put where it may outlive what it is good for."""
        if owner.outer or owner.path is not None:
            self.refuse_escape(state, value, node, f'"{owner.name}" keeps')

    def _refuse_return(self, state: State, value: Value, node: Statement | Expression) -> None:
        what = "yields" if isinstance(node, YieldExpr) else "returns"
        self.refuse_escape(state, value, node, f"the function {what}")

    def refuse_escape(
        self, state: State, value: Value, node: Statement | Expression, who: str
    ) -> None:
        """A view must not outlive its `with`, nor a Caller its call."""
        for thing in sorted(self._held(state, value), key=lambda thing: thing.name):
            if thing.what is What.CALLER and _is_given(thing):
                said, mend = "a Caller, which is good inside one call", "keep what you got from it"
            elif thing in self._lent:
                said, mend = "a view beyond its `with`", "copy what is needed: bytes(view)"
            else:
                continue
            notes = [Note(thing.made, "it is made here")] if thing.made is not None else []
            self.say(BORROW, node, f"{who} {said}; {mend}", notes)

    def _held(self, state: State, value: Value) -> set[Thing]:
        """What a value takes along: also the variables that functions in it capture."""
        found: set[Thing] = set()
        stack = list(value)
        while stack:
            for thing in state.reachable([stack.pop()]):
                if thing in found:
                    continue
                found.add(thing)
                if thing.code is not None and not isinstance(thing.code.function, str):
                    for var in self.captures.of(thing.code.function):
                        stack += state.env.get(var, EMPTY)
        return found


def _is_given(thing: Thing) -> bool:
    """Whether a Caller is what a host function was given; its own methods may return it."""
    root = thing.path[0] if thing.path else None
    return isinstance(root, Var) and not root.is_self
