"""What a condition says about things, on either side of it."""

from __future__ import annotations

from mypy.nodes import (
    AssignmentExpr,
    CallExpr,
    ComparisonExpr,
    Expression,
    IntExpr,
    MemberExpr,
    NameExpr,
    OpExpr,
    UnaryExpr,
    Var,
)

from .calls import Calls
from .facts import contradicts
from .state import State, merge
from .things import EMPTY, FALSE, NONE, TRUE, Value, What, Word, only

__all__ = ["Branches"]

Sides = tuple[list[State], list[State]]


class Branches(Calls):
    """Splits a state by a condition."""

    def branch(self, state: State, node: Expression) -> Sides:
        """The states in which a condition holds, and in which it does not."""
        if isinstance(node, UnaryExpr) and node.op == "not":
            sides = self.branch(state, node.expr)
            return sides[1], sides[0]
        if isinstance(node, OpExpr) and node.op in ("and", "or"):
            return self._both(state, node)
        if isinstance(node, NameExpr) and node.fullname in ("builtins.True", "builtins.False"):
            return ([state], []) if node.name == "True" else ([], [state])
        if isinstance(node, IntExpr):
            return ([state], []) if node.value else ([], [state])
        true, false = state, state.copy()
        if isinstance(node, ComparisonExpr) and len(node.operators) == 1:
            sides = self._compare(true, false, node)
        elif isinstance(node, MemberExpr) and node.name in ("moved", "landed"):
            value = self.evaluate(true, node.expr)
            self.evaluate(false, node.expr)
            sides = self._asked(true, false, value, node.name)
        elif isinstance(node, AssignmentExpr):
            value = self.evaluate(true, node)
            self.evaluate(false, node)
            sides = self._truth(true, false, node.target, value)
        elif isinstance(node, (NameExpr, MemberExpr)):
            value = self.evaluate(true, node)
            self.evaluate(false, node)
            sides = self._truth(true, false, node, value)
        elif isinstance(node, CallExpr) and _is_mine(node):
            assert isinstance(node.callee, MemberExpr)
            value = self.evaluate(true, node.callee.expr)
            self.evaluate(false, node.callee.expr)
            yes, no = self._asked(true, false, value, "moved")
            sides = no, yes
        else:
            self.evaluate(true, node)
            false = true.copy()
            sides = [true], [false]
        return (
            [each for each in sides[0] if not each.dead and not contradicts(each, node, True)],
            [each for each in sides[1] if not each.dead and not contradicts(each, node, False)],
        )

    def _both(self, state: State, node: OpExpr) -> Sides:
        true, false = map(merge, self.branch(state, node.left))
        first, second = (true, false) if node.op == "and" else (false, true)
        more: list[State] = []
        less: list[State] = []
        for each in first:
            yes, no = self.branch(each, node.right)
            more += yes
            less += no
        return (more, second + less) if node.op == "and" else (second + more, less)

    def _compare(self, true: State, false: State, node: ComparisonExpr) -> Sides:
        operator, (left, right) = node.operators[0], node.operands
        value = self.evaluate(true, left)
        self.evaluate(false, left)
        other = self.evaluate(true, right)
        self.evaluate(false, right)
        if isinstance(left, AssignmentExpr):
            left = left.target
        if operator in ("is", "is not", "==", "!=") and other and other <= {NONE, TRUE, FALSE}:
            same = value & other
            rest = value - other
            equal, unequal = [true], [false]
            if value:
                self._never_was(true, rest)
                self._never_was(false, same)
                equal = self._narrow(true, left, same) if same else []
                unequal = self._narrow(false, left, rest) if rest else []
            return (equal, unequal) if operator in ("is", "==") else (unequal, equal)
        return [true], [false]

    def _truth(self, true: State, false: State, node: Expression, value: Value) -> Sides:
        """A value stands as a condition."""
        if not value:
            return [true], [false]
        # A container may be empty; whatever else there is counts as true.
        loose = frozenset(t for t in value if t.what is What.OBJECT)
        truthy = value - {NONE, FALSE}
        falsy = (value & {NONE, FALSE}) | loose
        self._never_was(false, value - falsy)
        return (
            self._narrow(true, node, truthy) if truthy else [],
            self._narrow(false, node, falsy) if falsy else [],
        )

    def _asked(self, true: State, false: State, value: Value, name: str) -> Sides:
        """`pin.moved` or `token.landed` is asked."""
        gone = (Word.MOVED,) if name == "moved" else (Word.SPENT,)
        for thing in only(value, What.PIN, What.TOKEN):
            judged = (thing, *true.regions.get(thing, EMPTY))
            yes = no = False
            for each in judged:
                statuses = true.statuses(each)
                after = frozenset(s for s in statuses if s.word in gone)
                before = statuses - after
                if after:
                    yes = True
                    true.status[each] = after
                if before:
                    # From here on it is known, and nothing that callers have to see to.
                    false.status[each] = frozenset(
                        s._replace(how="asked") if s.word is Word.OPEN else s for s in before
                    )
                else:
                    no = True
            if len(value) == 1:
                true.dead = not yes and thing.path is None
                false.dead = no
        return [true], [false]

    def _narrow(self, state: State, node: Expression, value: Value) -> list[State]:
        if isinstance(node, NameExpr) and isinstance(node.node, Var):
            state.env[node.node] = value
        elif isinstance(node, MemberExpr):
            owners = only(self.evaluate(state, node.expr), What.OBJECT)
            if len(owners) == 1 and (owners[0], node.name) in state.fields:
                state.fields[owners[0], node.name] = value
        return [state]

    def _never_was(self, state: State, value: Value) -> None:
        """On this side there is no such token, so nobody has to see to it."""
        self.keep(state, only(value, What.TOKEN, What.CALL))


def _is_mine(node: CallExpr) -> bool:
    return isinstance(node.callee, MemberExpr) and node.callee.name == "is_mine"
