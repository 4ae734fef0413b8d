"""What an expression gives, and what evaluating it does."""

from __future__ import annotations

from collections.abc import Iterable

from mypy.nodes import (
    AssertTypeExpr,
    AssignmentExpr,
    AwaitExpr,
    CallExpr,
    CastExpr,
    ConditionalExpr,
    Decorator,
    DictExpr,
    DictionaryComprehension,
    Expression,
    FuncDef,
    FuncItem,
    GeneratorExpr,
    IndexExpr,
    IntExpr,
    LambdaExpr,
    ListComprehension,
    ListExpr,
    MemberExpr,
    MypyFile,
    NameExpr,
    Node,
    OpExpr,
    RefExpr,
    RevealExpr,
    SetComprehension,
    SetExpr,
    SliceExpr,
    StarExpr,
    StrExpr,
    SuperExpr,
    SymbolNode,
    TupleExpr,
    TypeInfo,
    UnaryExpr,
    Var,
    YieldExpr,
    YieldFromExpr,
)
from mypy.types import Instance, TypeType, TypeVarType
from mypy.types import get_proper_type as proper

from ..program import class_of, function_of
from ..syntax import children, walk
from .capturing import assigned_in
from .containers import Containers
from .effects import ALWAYS
from .facts import forget
from .state import State, join
from .things import EMPTY, FALSE, NONE, TRUE, Code, Status, Thing, Value, What, Word, only
from .uses import spelled

__all__ = ["CONSTANTS", "USED", "Expressions", "constant_key"]

CONSTANTS = {"builtins.None": NONE, "builtins.True": TRUE, "builtins.False": FALSE}

# What may be used; and what is another each time that one is taken out of a container.
USED = (What.PIN, What.STORE, What.HANDLE, What.VIEW, What.CALLER)


class Expressions(Containers):
    """Evaluates expressions, but for calls.

    `own` are the variables of the function itself, its `parameters` among them. `summarise` gives
    the summary of another function, None when there is none, and `specialise` that of one of which
    some parameters are known. `catching` has a list for each `try`
    around: the states in which its body may be left by an exception.
    """

    def call(self, state: State, node: CallExpr) -> Value:
        """Evaluate a call."""
        raise NotImplementedError

    def given(self, state: State, value: Value, node: Expression) -> Value:
        """A generator gives a value, and goes on."""
        raise NotImplementedError

    def may_raise(self, state: State) -> State | None:
        """What comes next may raise, with everything as it is now: the state for its handlers."""
        if not self.catching:
            return None
        before = state.copy()
        self.catching[-1].append(before)
        return before

    # Expressions

    def evaluate(self, state: State, node: Expression) -> Value:
        """The things that an expression may be. Evaluating it may change what is known."""
        if isinstance(node, NameExpr):
            return self._name(state, node)
        if isinstance(node, MemberExpr):
            return self._member(state, node)
        if isinstance(node, CallExpr):
            return self.call(state, node)
        if isinstance(node, IndexExpr):
            return self._index(state, node)
        if isinstance(node, (TupleExpr, ListExpr, SetExpr)):
            return self._display(state, node)
        if isinstance(node, DictExpr):
            return self._dict(state, node)
        if isinstance(node, ConditionalExpr):
            return self._conditional(state, node)
        if isinstance(node, OpExpr) and node.op in ("and", "or"):
            return self._either(state, node)
        if isinstance(node, AssignmentExpr):
            value = self.evaluate(state, node.value)
            self.assign(state, node.target, value)
            return value
        if isinstance(node, AwaitExpr):
            return self._await(state, node)
        if isinstance(node, LambdaExpr):
            return self._function(state, node, node)
        if isinstance(node, (CastExpr, AssertTypeExpr, StarExpr)):
            return self.evaluate(state, node.expr)
        if isinstance(node, RevealExpr):
            return self.evaluate(state, node.expr) if node.expr is not None else EMPTY
        if isinstance(node, (ListComprehension, SetComprehension)):
            return self._comprehension(state, node.generator, node, (node.generator.left_expr,))
        if isinstance(node, GeneratorExpr):
            return self._comprehension(state, node, node, (node.left_expr,))
        if isinstance(node, DictionaryComprehension):
            results = (node.value,) if node.key is None else (node.key, node.value)
            return self._comprehension(state, node, node, results)
        if isinstance(node, YieldExpr):
            value = self.evaluate(state, node.expr) if node.expr is not None else EMPTY
            return self.given(state, value, node)
        if isinstance(node, YieldFromExpr):
            self.evaluate(state, node.expr)
            return self.unknown(state, node)
        if isinstance(node, SuperExpr):
            return EMPTY
        for child in children(node):
            if isinstance(child, Expression):
                value = self.evaluate(state, child)
                self._operand(state, node, child, value)
        return self.unknown(state, node)

    def _operand(self, state: State, node: Expression, child: Expression, value: Value) -> None:
        """An operator looks at a view; anything else may be compared, whatever became of it."""
        if isinstance(node, (UnaryExpr, SliceExpr)):
            return
        self.use(state, only(value, What.VIEW), child, spelled(child))

    def _name(self, state: State, node: NameExpr) -> Value:
        constant = CONSTANTS.get(node.fullname or "")
        if constant is not None:
            return frozenset((constant,))
        if isinstance(node.node, Var):
            return self.variable(state, node.node, node)
        if isinstance(node.node, (FuncDef, Decorator)):
            function = function_of(node.node)
            if function is not None:
                return self._function(state, function, node)
        return EMPTY

    def _function(self, state: State, function: FuncItem, node: Node) -> Value:
        """A function as a value. What it captures is its business, too."""
        for var in self.captures.of(function):
            self.keep(state, state.env.get(var, EMPTY))
        given: list[tuple[str | None, Value]] = []
        if function is node:
            for argument in function.arguments:
                if argument.initializer is not None:
                    value = self.evaluate(state, argument.initializer)
                    self.keep(state, value)
                    given.append((argument.variable.name, value))
        return self.code(state, node, spelled(node), Code(function, EMPTY, tuple(given)))

    def _member(self, state: State, node: MemberExpr) -> Value:
        if _is_module_or_class(node.expr):
            found = _of_module_or_class(node)
            if isinstance(found, Var):
                return self.variable(state, found, node)
            if isinstance(found, (FuncDef, Decorator)):
                function = function_of(found)
                if function is not None:
                    return self._function(state, function, node)
            return EMPTY
        return self.attribute(state, self.evaluate(state, node.expr), node)

    def attribute(self, state: State, value: Value, node: MemberExpr) -> Value:
        """What an attribute of a value is; looking at it is a use."""
        found: Value = EMPTY
        name, subject = node.name, spelled(node.expr)
        for thing in value:
            alone = frozenset((thing,))
            if thing.what in (What.CONSTANT, What.CODE) or name in ALWAYS:
                continue
            if thing.what is What.OBJECT:
                found |= self._attribute(state, thing, node)
            elif thing.what is What.PIN:
                if name == "value":
                    self.use(state, alone, node.expr, subject)
                    found |= self.pinned(state, alone, node, subject, self.program.type_of(node))
                else:
                    found |= self._method_of(state, thing, node)
            elif thing.what is What.TOKEN:
                # Somebody has a method of it, and will call it.
                self.keep(state, alone)
                found |= self._method_of(state, thing, node)
            elif self._is_method(alone, node):
                found |= self._method_of(state, thing, node)
            elif thing.what is not What.CALL:
                self.use(state, alone, node.expr, subject)
                found |= self.unknown(state, node, state.regions_of(alone))
        return found

    def _method_of(self, state: State, thing: Thing, node: MemberExpr) -> Value:
        """A method of the library's, bound to a thing: it does what it does when it is called."""
        code = Code(node.name, frozenset((thing,)), ())
        return self.code(state, node, spelled(node), code, tag=f"#{id(thing)}")

    def _is_method(self, value: Value, node: MemberExpr) -> bool:
        """Whether it is only a bound method, which is a use no sooner than it is called."""
        receiver = self.program.type_of(node.expr)
        info = None if receiver is None else class_of(receiver)
        entry = None if info is None else info.get(node.name)
        return (
            entry is not None
            and isinstance(function_of(entry.node), FuncDef)
            and not (isinstance(entry.node, Decorator) and entry.node.var.is_property)
        )

    def _attribute(self, state: State, owner: Thing, node: MemberExpr) -> Value:
        if (owner, node.name) in state.fields:
            return state.fields[owner, node.name]
        callee = self.program.target(node)
        function = None if isinstance(callee.node, TypeInfo) else function_of(callee.node)
        if function is not None:
            if isinstance(callee.node, Decorator) and callee.node.var.is_property:
                return self.property(state, owner, function, node)
            code = Code(function, frozenset((owner,)), ())
            return self.code(state, node, spelled(node), code, tag=f"#{id(owner)}")
        return self.field(state, owner, node.name, node)

    # Containers

    def _index(self, state: State, node: IndexExpr) -> Value:
        if node.analyzed is not None:
            return EMPTY
        base = self.evaluate(state, node.base)
        self.evaluate(state, node.index)
        subject = spelled(node.base)
        key = constant_key(node.index)
        found: Value = EMPTY
        for thing in base:
            alone = frozenset((thing,))
            if thing.what is What.OBJECT:
                found |= self.item(state, thing, self.key_in(thing, key), node)
            elif thing.what is What.VIEW:
                self.use(state, alone, node, subject)
                if isinstance(node.index, SliceExpr) and not thing.raw:
                    found |= alone
            elif thing.what in (What.HANDLE, What.CALLER, What.STORE, What.PIN):
                self.use(state, alone, node, subject)
                found |= self.unknown(state, node, state.regions_of(alone))
        return found

    def _container(self, state: State, node: Expression, parts: Iterable[Value]) -> Thing | None:
        if not any(parts):
            return None
        return self.thing(state, What.OBJECT, node, "this container")

    def _display(self, state: State, node: TupleExpr | ListExpr | SetExpr) -> Value:
        values = [self.evaluate(state, item) for item in node.items]
        made = self._container(state, node, values)
        if made is None and (node.items or isinstance(node, TupleExpr)):
            return self.unknown(state, node)
        if made is None:
            # Whatever its type says, something may be put into it.
            return frozenset((self.thing(state, What.OBJECT, node, "this container"),))
        exact = not isinstance(node, SetExpr)
        for number, (item, value) in enumerate(zip(node.items, values, strict=True)):
            if isinstance(item, StarExpr):
                exact = False
                value = self.items_of(state, value, item)
            self.put(state, made, value, str(number) if exact else None)
        return frozenset((made,))

    def _dict(self, state: State, node: DictExpr) -> Value:
        pairs = [
            (key, self.evaluate(state, key) if key is not None else EMPTY, value)
            for key, value in node.items
        ]
        values = [(key, self.evaluate(state, value)) for key, _, value in pairs]
        made = self._container(state, node, [value for _, value in values])
        if made is None and node.items:
            return self.unknown(state, node)
        if made is None:
            return frozenset((self.thing(state, What.OBJECT, node, "this container"),))
        for key, value in values:
            if key is None:
                self.put(state, made, self.items_of(state, value, node))
            else:
                self.put(state, made, value, constant_key(key))
        return frozenset((made,))

    def _comprehension(
        self,
        state: State,
        node: GeneratorExpr | DictionaryComprehension,
        place: Expression,
        results: tuple[Expression, ...],
    ) -> Value:
        made: Thing | None = None
        rounds: list[list[tuple[Value, frozenset[Status]]]] = []
        # Twice, since the second round meets what the first has done.
        for _ in range(2):
            before = state.copy()
            ends: list[tuple[Value, Value]] = []
            for index, sequence, conditions in zip(
                node.indices, node.sequences, node.condlists, strict=True
            ):
                value = self.evaluate(state, sequence)
                ends.append((value, self.bind(state, index, value, sequence)))
                for condition in conditions:
                    self.evaluate(state, condition)
            found: Value = EMPTY
            for result in results:
                found |= self.evaluate(state, result)
            rounds.append([(value, self.fate(state, each)) for value, each in ends])
            if found and made is None:
                made = self.thing(state, What.OBJECT, place, "this container")
            if made is not None:
                self.put(state, made, found - {NONE})
            join(state, before)
        for each_round in zip(*rounds, strict=True):
            self.drain(state, each_round[0][0], [fate for _, fate in each_round])
        if isinstance(place, GeneratorExpr):
            made = self._lazy(state, place, made)
        return self.unknown(state, place) if made is None else frozenset((made,))

    def _lazy(self, state: State, node: GeneratorExpr, made: Thing | None) -> Thing | None:
        """A generator uses what it names no sooner than it is asked for its items."""
        runs: Value = EMPTY
        for name in walk(node.left_expr):
            if isinstance(name, NameExpr) and isinstance(name.node, Var):
                held = only(state.env.get(name.node, EMPTY), *USED)
                if name.node not in assigned_in(node):
                    runs |= frozenset(held)
        if runs:
            if made is None:
                made = self.thing(state, What.OBJECT, node, "this generator")
            state.fields[made, "runs"] = runs
        return made

    def bind(self, state: State, target: Expression, value: Value, sequence: Expression) -> Value:
        """Bind what a loop goes over to its target; gives what was bound."""
        found = self.items_of(state, value, target)
        self.use(state, only(value, What.VIEW), sequence, spelled(sequence))
        if not found and not isinstance(target, (TupleExpr, ListExpr)):
            found = self.unknown(state, target)
        self.assign(state, target, found)
        return found

    # Branches

    def _conditional(self, state: State, node: ConditionalExpr) -> Value:
        self.evaluate(state, node.cond)
        other = state.copy()
        value = self.evaluate(state, node.if_expr)
        value |= self.evaluate(other, node.else_expr)
        join(state, other)
        return value

    def _either(self, state: State, node: OpExpr) -> Value:
        value = self.evaluate(state, node.left)
        other = state.copy()
        value |= self.evaluate(other, node.right)
        join(state, other)
        return value

    def _await(self, state: State, node: AwaitExpr) -> Value:
        value = self.evaluate(state, node.expr)
        self.finish(state, value)
        if isinstance(node.expr, RefExpr):
            # Also when it raises, as that of a cancelled task does.
            for body in self.awaited:
                body |= {*only(state.reachable(value), What.CALL)}
        if only(value, What.CALL) or not value:
            return self.unknown(state, node)
        return value

    def finish(self, state: State, value: Value) -> None:
        """Calls are awaited, and tasks."""
        for call in only(state.reachable(value), What.CALL):
            state.status[call] = frozenset((Status(Word.DONE),))

    # Assignment

    def assign(self, state: State, target: Expression, value: Value) -> None:
        """Assign to a name, an attribute, an item, or several."""
        forget(state, target)
        if isinstance(target, NameExpr):
            if isinstance(target.node, Var):
                self.store_name(state, target, target.node, value)
        elif isinstance(target, MemberExpr):
            self.store_attribute(state, target, value)
        elif isinstance(target, IndexExpr):
            base = self.evaluate(state, target.base)
            self.evaluate(state, target.index)
            self.use(
                state,
                only(base, What.VIEW, What.HANDLE, What.CALLER),
                target.base,
                spelled(target.base),
            )
            for owner in only(base, What.OBJECT):
                self.escape(state, value, owner, target)
                self.put(state, owner, value, constant_key(target.index))
        elif isinstance(target, (TupleExpr, ListExpr)):
            self._unpack(state, target, value)
        elif isinstance(target, StarExpr):
            self.assign(state, target.expr, value)

    def store_name(self, state: State, target: NameExpr, var: Var, value: Value) -> None:
        """A variable holds something else."""
        if var not in self.own and value:
            self.keep(state, value)
            outer = Thing(What.OBJECT, target.name, path=(var,), outer=True)
            self.escape(state, value, outer, target)
        state.env[var] = value
        key = f"[{_key_of(var)}]"
        for field in [field for field in state.fields if field[1] == key]:
            del state.fields[field]

    def store_attribute(self, state: State, target: MemberExpr, value: Value) -> None:
        """An attribute holds something else."""
        if _is_module_or_class(target.expr):
            var = _of_module_or_class(target)
            if isinstance(var, Var):
                self.keep(state, value)
                outer = Thing(What.OBJECT, target.name, path=(var,), outer=True)
                self.escape(state, value, outer, target)
                state.env[var] = value
            return
        base = self.evaluate(state, target.expr)
        owners = only(base, What.OBJECT)
        self.use(
            state,
            only(base, What.STORE, What.HANDLE),
            target.expr,
            spelled(target.expr),
        )
        if not owners:
            self.keep(state, value)
            receiver = self.program.type_of(target.expr)
            if isinstance(receiver, Instance) and value and not base:
                outer = Thing(What.OBJECT, spelled(target.expr), outer=True)
                self.escape(state, value, outer, target)
        for owner in owners:
            self.escape(state, value, owner, target)
            self.keep(state, value)
            sure = len(owners) == 1 and not owner.many
            before = EMPTY if sure else state.fields.get((owner, target.name), EMPTY)
            state.fields[owner, target.name] = before | value

    def escape(self, state: State, value: Value, owner: Thing, node: Expression) -> None:
        """Something is put where it may outlive what it is good for."""
        raise NotImplementedError

    def _unpack(self, state: State, target: TupleExpr | ListExpr, value: Value) -> None:
        starred = any(isinstance(item, StarExpr) for item in target.items)
        found: list[Value] = []
        for number, item in enumerate(target.items):
            each: Value = EMPTY
            for owner in only(value, What.OBJECT):
                if starred:
                    each |= self.any_item(state, owner, item)
                else:
                    each |= self.item(state, owner, self.key_in(owner, str(number)), item)
            found.append(each or self.unknown(state, item))
        for item, each in zip(target.items, found, strict=True):
            self.assign(state, item, each)


def _is_module_or_class(node: Expression) -> bool:
    """Whether a name stands for a module or a class, as `cls` does."""
    if not isinstance(node, RefExpr):
        return False
    return isinstance(node.node, (MypyFile, TypeInfo)) or _own_class(node) is not None


def _own_class(node: RefExpr) -> TypeInfo | None:
    var = node.node
    if not isinstance(var, Var) or not var.is_cls or var.type is None:
        return None
    type = proper(var.type)
    item = proper(type.item) if isinstance(type, TypeType) else None
    if isinstance(item, TypeVarType):
        item = proper(item.upper_bound)
    return item.type if isinstance(item, Instance) else None


def _of_module_or_class(node: MemberExpr) -> SymbolNode | None:
    """What a module or a class has under a name."""
    if node.node is not None:
        return node.node
    assert isinstance(node.expr, RefExpr)
    holder = node.expr.node
    info = holder if isinstance(holder, TypeInfo) else _own_class(node.expr)
    entry = None if info is None else info.get(node.name)
    return None if entry is None else entry.node


def constant_key(index: Expression) -> str | None:
    """A key that is the same whenever it is asked for."""
    if isinstance(index, StrExpr):
        return repr(index.value)
    if isinstance(index, IntExpr):
        return str(index.value)
    if isinstance(index, NameExpr) and isinstance(index.node, Var):
        return _key_of(index.node)
    return None


def _key_of(var: Var) -> str:
    """A variable as a key: the same until something else is assigned to it."""
    return f"{var.name}@{id(var)}"
