"""Follows the statements of a function along all paths."""

from __future__ import annotations

from collections.abc import Callable

from mypy.nodes import (
    AssertStmt,
    AssignmentStmt,
    Block,
    BreakStmt,
    ClassDef,
    ConditionalExpr,
    ContinueStmt,
    Decorator,
    DelStmt,
    Expression,
    ExpressionStmt,
    ForStmt,
    FuncDef,
    IfStmt,
    IndexExpr,
    MatchStmt,
    NameExpr,
    Node,
    OperatorAssignmentStmt,
    OverloadedFuncDef,
    RaiseStmt,
    ReturnStmt,
    Statement,
    TempNode,
    TryStmt,
    TupleExpr,
    Var,
    WhileStmt,
    WithStmt,
)
from mypy.patterns import AsPattern, MappingPattern, OrPattern, StarredPattern

from ..program import function_of
from ..syntax import walk
from .endings import Endings
from .expecting import catches_all, caught, expecting, is_certain
from .expressions import constant_key
from .state import MOST, State, merge, settle
from .things import EMPTY, Status, Thing, Value, What, Word, only
from .uses import spelled

__all__ = ["Statements", "TooMuch"]

States = list[State]

# Rounds of a loop until its paths are taken together.
ROUNDS = 5
# Statements followed in one function, over all paths, each counted by how much is known there.
# From half of them on, all paths are taken together.
STEPS = 20_000
# What is known of so many things is looked through for what nobody has any more.
CROWDED = 64


class TooMuch(Exception):
    """A function has too many paths to follow."""


class Statements(Endings):
    """Follows one function, or the top level of a module."""

    # Set up by whoever runs it.
    is_manager = False
    is_top = False

    def begin(self) -> None:
        """Before the first statement."""
        self.returns: list[tuple[State, Value]] = []
        self.yields: list[tuple[State, Value]] = []
        # What has to be done on the way out: `finally`, the end of a `with`; a loop is None.
        self._leaving: list[Callable[[States], States] | None] = []
        self._breaks: list[States] = []
        self._continues: list[States] = []
        self._lent: list[Thing] = []
        # What the `with` and `for` statements around were given.
        self._active: list[Value] = []
        self._steps = 0

    def run(self, block: Block | None, states: States) -> States:
        """Follow a block from these states to those at its end."""
        if block is None or block.is_unreachable:
            return states
        for statement in block.body:
            states = merge(states, MOST if self._steps < STEPS // 2 else 1)
            after: States = []
            for state in states:
                self._steps += 1 + state.size() // CROWDED
                if self._steps > STEPS:
                    raise TooMuch
                if len(state.status) > 2 * state.settled:
                    settle(state, self._lost, [t for value in self._active for t in value])
                    state.settled = max(CROWDED, len(state.status))
                after += [each for each in self._step(statement, state) if not each.dead]
            states = after
            if not states:
                break
        return states

    def _step(self, node: Statement, state: State) -> States:
        if isinstance(node, ExpressionStmt):
            return self._split(node.expr, state, lambda each, _: None)
        if isinstance(node, AssignmentStmt):
            if isinstance(node.rvalue, TempNode):
                return [state]

            def bind(each: State, value: Value) -> None:
                for target in node.lvalues:
                    self.assign(each, target, value)

            if self._swap(node, state):
                return [state]
            return self._split(node.rvalue, state, bind)
        if isinstance(node, IfStmt):
            return self._if(node, state)
        if isinstance(node, WhileStmt):
            return self._while(node, state)
        if isinstance(node, ForStmt):
            return self._for(node, state)
        if isinstance(node, WithStmt):
            return self._with(node, 0, state)
        if isinstance(node, TryStmt):
            return self._try(node, state)
        if isinstance(node, ReturnStmt):
            return self._return(node, state)
        if isinstance(node, RaiseStmt):
            return self._raise(node, state)
        if isinstance(node, BreakStmt):
            self._jump(state, self._breaks)
            return []
        if isinstance(node, ContinueStmt):
            self._jump(state, self._continues)
            return []
        if isinstance(node, MatchStmt):
            return self._match(node, state)
        if isinstance(node, Block):
            return self.run(node, [state])
        if isinstance(node, AssertStmt):
            true, false = self.branch(state, node.expr)
            for each in false:
                self._thrown(each)
            return true
        if isinstance(node, DelStmt):
            self._delete(node.expr, state)
        elif isinstance(node, OperatorAssignmentStmt):
            value = self.evaluate(state, node.lvalue)
            self.use(state, only(value, What.VIEW), node.lvalue, spelled(node.lvalue))
            added = self.evaluate(state, node.rvalue)
            for owner in only(value, What.OBJECT):
                self.put(state, owner, self.items_of(state, added, node.rvalue))
        elif isinstance(node, (FuncDef, Decorator, OverloadedFuncDef)):
            function = function_of(node)
            if function is not None and not self.is_top:
                for var in self.captures.of(function):
                    self.keep(state, state.env.get(var, EMPTY))
        elif isinstance(node, ClassDef):
            pass
        return [state]

    def _swap(self, node: AssignmentStmt, state: State) -> bool:
        """`a, b = b, a`: all of the right side is there before any of the left is bound."""
        if len(node.lvalues) != 1:
            return False
        target, source = node.lvalues[0], node.rvalue
        if not isinstance(target, TupleExpr) or not isinstance(source, TupleExpr):
            return False
        if len(target.items) != len(source.items):
            return False
        values = [self.evaluate(state, item) for item in source.items]
        for item, value in zip(target.items, values, strict=True):
            self.assign(state, item, value)
        return True

    def _split(
        self, node: Expression, state: State, then: Callable[[State, Value], None]
    ) -> States:
        """Evaluate an expression, on each side of `x if c else y` by itself."""
        if isinstance(node, ConditionalExpr):
            true, false = self.branch(state, node.cond)
            found: States = []
            for states, side in ((true, node.if_expr), (false, node.else_expr)):
                for each in states:
                    found += self._split(side, each, then)
            return found
        then(state, self.evaluate(state, node))
        return [state]

    # Branches and loops

    def _if(self, node: IfStmt, state: State) -> States:
        rest = [state]
        found: States = []
        for condition, body in zip(node.expr, node.body, strict=True):
            true: States = []
            false: States = []
            for each in rest:
                yes, no = self.branch(each, condition)
                true += yes
                false += no
            found += self.run(body, true)
            rest = false
        return found + self.run(node.else_body, rest)

    def _while(self, node: WhileStmt, state: State) -> States:
        def test(each: State) -> tuple[States, States]:
            return self.branch(each, node.expr)

        return self._loop(node, [state], test)

    def _for(self, node: ForStmt, state: State) -> States:
        value = self.evaluate(state, node.expr)
        self.may_raise(state)

        bound: Value = EMPTY

        def test(each: State) -> tuple[States, States]:
            nonlocal bound
            inside = each.copy()
            bound = self.bind(inside, node.index, value, node.expr)
            return [inside], [each]

        fates: list[frozenset[Status]] = []

        def end(each: State) -> None:
            fates.append(self.fate(each, bound))

        def over(each: State) -> None:
            self.drain(each, value, fates)

        self._active.append(value)
        states = self._loop(node, [state], test, end, over)
        self._active.pop()
        return states

    def _loop(
        self,
        node: WhileStmt | ForStmt,
        states: States,
        test: Callable[[State], tuple[States, States]],
        end: Callable[[State], None] = lambda state: None,
        over: Callable[[State], None] = lambda state: None,
    ) -> States:
        self._breaks.append([])
        self._continues.append([])
        self._leaving.append(None)
        seen: States = []
        left: States = []
        pending = states
        for round in range(ROUNDS + 2):
            fresh: States = []
            for each in pending:
                settle(each, self._lost, [t for value in self._active for t in value])
                each.facts = {}
                if not any(each.same(other) for other in (*seen, *fresh)):
                    fresh.append(each)
            if round == ROUNDS and fresh:
                fresh = merge([*seen, *fresh], most=1)
            if not fresh:
                break
            seen += [each.copy() for each in fresh]
            inside: States = []
            for each in fresh:
                true, false = test(each)
                inside += true
                left += false
            after = self.run(node.body, merge(inside))
            pending = after + self._continues[-1]
            for each in pending:
                end(each)
            self._continues[-1] = []
        for each in left:
            over(each)
        self._leaving.pop()
        self._continues.pop()
        breaks = self._breaks.pop()
        return merge(self.run(node.else_body, merge(left)) + breaks)

    def _match(self, node: MatchStmt, state: State) -> States:
        value = self.evaluate(state, node.subject)
        rest = [state]
        found: States = []
        for pattern, guard, body in zip(node.patterns, node.guards, node.bodies, strict=True):
            inside: States = []
            outside: States = []
            for each in rest:
                taken = each.copy()
                self._capture(taken, pattern, value)
                yes, no = ([taken], []) if guard is None else self.branch(taken, guard)
                inside += yes
                outside += no
                if not _always(pattern):
                    outside.append(each)
            found += self.run(body, inside)
            rest = outside
        return found + rest

    def _capture(self, state: State, pattern: Node, value: Value) -> None:
        if isinstance(pattern, AsPattern):
            if pattern.name is not None:
                self.assign(state, pattern.name, value)
            if pattern.pattern is not None:
                self._capture(state, pattern.pattern, value)
            return
        if isinstance(pattern, OrPattern):
            for each in pattern.patterns:
                self._capture(state, each, value)
            return
        for node in walk(pattern):
            name = None
            if isinstance(node, AsPattern):
                name = node.name
            elif isinstance(node, StarredPattern):
                name = node.capture
            elif isinstance(node, MappingPattern):
                name = node.rest
            if name is not None:
                self.assign(state, name, self.unknown(state, name))

    # Ways out

    def _jump(self, state: State, targets: list[States]) -> None:
        """`break` and `continue`: what stands between here and the loop is left."""
        states = [state]
        kept = self._leaving
        while self._leaving and self._leaving[-1] is not None:
            leave = self._leaving[-1]
            self._leaving = self._leaving[:-1]
            states = leave(states)
        self._leaving = kept
        if targets:
            targets[-1] += states

    def _out(self, state: State) -> States:
        """Everything around is left."""
        states = [state]
        kept = self._leaving
        while self._leaving:
            leave = self._leaving[-1]
            self._leaving = self._leaving[:-1]
            if leave is not None:
                states = leave(states)
        self._leaving = kept
        return states

    def _return(self, node: ReturnStmt, state: State) -> States:
        def give(each: State, value: Value) -> None:
            if node.expr is not None:
                self._refuse_return(each, value, node)
            self.returns += [(out, value) for out in self._out(each) if not out.dead]

        if node.expr is None:
            give(state, EMPTY)
        else:
            self._split(node.expr, state, give)
        return []

    def _raise(self, node: RaiseStmt, state: State) -> States:
        for each in (node.expr, node.from_expr):
            if each is not None:
                self.keep(state, self.evaluate(state, each))
        self._thrown(state, explicit=True)
        return []

    def _thrown(self, state: State, explicit: bool = False) -> None:
        if self.catching:
            self.catching[-1].append(state)
        elif explicit:
            for out in self._out(state):
                self.finished(out, EMPTY)

    def given(self, state: State, value: Value, node: Expression) -> Value:
        """A generator gives a value: its caller may do anything with it meanwhile."""
        if not self.is_manager:
            self._refuse_return(state, value, node)
        self.keep(state, value)
        self.may_raise(state)
        self.yields.append((state.copy(), value))
        return self.unknown(state, node)

    # try and with

    def _try(self, node: TryStmt, state: State) -> States:
        final = node.finally_body
        if final is not None:
            self._leaving.append(lambda states: self.run(final, merge(states)))
        handlers = list(zip(node.types, node.vars, node.handlers, strict=True))
        expected = frozenset[str]().union(*(caught(type) for type in node.types))
        self.catching.append([state.copy()])
        if expected:
            self.expected.append(expected)
        self.awaited.append(set())
        states = self.run(node.body, [state])
        if expected:
            self.expected.pop()
        thrown = [each for each in self.catching.pop() if not each.dead]
        for call in self.awaited.pop():
            for each in thrown:
                if call in each.status:
                    each.status[call] = frozenset((Status(Word.DONE),))
        thrown = merge(thrown)
        # What a handler or `else` raises goes on to whoever is around.
        self.catching.append([])
        states = self.run(node.else_body, states)
        for type, var, handler in handlers:
            entering = [each.copy() for each in thrown]
            for each in entering:
                if type is not None:
                    self.evaluate(each, type)
                if var is not None and isinstance(var.node, Var):
                    each.env[var.node] = EMPTY
            states = states + self.run(handler, entering)
        beyond = self.catching.pop()
        if not any(catches_all(type) for type in node.types):
            beyond = thrown + beyond
        states = merge(states)
        if final is not None:
            self._leaving.pop()
            states = self.run(final, states)
            beyond = self.run(final, [each.copy() for each in merge(beyond)])
        if self.catching:
            self.catching[-1] += beyond
        elif not handlers or final is not None:
            pass
        return states

    def _with(self, node: WithStmt, number: int, state: State) -> States:
        if number == len(node.expr):
            return self.run(node.body, [state])
        expression = node.expr[number]
        value = self.evaluate(state, expression)
        entered = self.entered(state, value, expression)
        expected = expecting(expression)
        lent = only(entered, What.VIEW)
        target = node.target[number]
        if target is not None:
            self.assign(state, target, entered)

        def leave(states: States) -> States:
            for each in states:
                self.left(each, value, expression)
            return states

        self._lent += lent
        self._active.append(value)
        self._leaving.append(leave)
        swallows = expected is not None
        if expected is not None:
            self.expected.append(expected)
        self.catching.append([state.copy()] if swallows else [])
        states = self._with(node, number + 1, state)
        thrown = leave(merge(self.catching.pop()))
        if expected is not None:
            self.expected.pop()
        self._leaving.pop()
        self._active.pop()
        for _ in lent:
            self._lent.pop()
        states = leave(states)
        if swallows and thrown and is_certain(expression):
            # Whatever the body calls raises, and has no effect.
            states = thrown
        elif swallows:
            states = states + thrown
        elif self.catching:
            self.catching[-1] += thrown
        return merge(states)

    def _delete(self, node: Expression, state: State) -> None:
        if isinstance(node, NameExpr) and isinstance(node.node, Var):
            state.env[node.node] = EMPTY
        elif isinstance(node, TupleExpr):
            for item in node.items:
                self._delete(item, state)
        elif isinstance(node, IndexExpr):
            base = self.evaluate(state, node.base)
            key = constant_key(node.index)
            for owner in only(base, What.OBJECT):
                state.fields.pop((owner, f"[{key}]"), None)
        else:
            self.evaluate(state, node)


def _always(pattern: Node) -> bool:
    return isinstance(pattern, AsPattern) and pattern.pattern is None
