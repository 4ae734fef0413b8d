"""What a call does: of the library, of the program's own functions, of what is known of others."""

from __future__ import annotations

from collections.abc import Sequence

from mypy.nodes import (
    ARG_STAR,
    ARG_STAR2,
    CallExpr,
    Decorator,
    EllipsisExpr,
    Expression,
    ExpressionStmt,
    FuncDef,
    FuncItem,
    IndexExpr,
    MemberExpr,
    MypyFile,
    NameExpr,
    PassStmt,
    RefExpr,
    StrExpr,
    SuperExpr,
    TypeInfo,
    Var,
)
from mypy.types import CallableType, ProperType, Type, TypeAliasType, UninhabitedType
from mypy.types import get_proper_type as proper

from ..finding import Note
from ..kinds import Kind, kind_of_class, kinds_of
from ..program import Callee, class_of, function_of
from .applying import Applied
from .carrying import FOLLOWED
from .effects import Argument
from .expressions import CONSTANTS, USED, Expressions, constant_key
from .facts import forget_attributes
from .state import State, join
from .summary import Summary
from .things import EMPTY, FALSE, NONE, TRUE, Code, Status, Thing, Value, What, Word, only
from .uses import ASYNC, spelled

__all__ = ["Calls"]

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

# Containers made of what others hold.
_COPIES = frozenset(
    f"builtins.{name}"
    for name in [
        "list",
        "tuple",
        "set",
        "frozenset",
        "dict",
        "sorted",
        "reversed",
        "enumerate",
        "zip",
        "iter",
        "filter",
    ]
) | {"collections.deque", "copy.copy", "itertools.chain"}

# What these give looks at the memory that they are given.
_SAME_MEMORY = frozenset(
    ("builtins.memoryview", "numpy.frombuffer", "numpy.asarray", "numpy.ctypeslib.as_array")
)

# Those in which everything stays where it was.
_WHOLE = frozenset(("list", "tuple", "deque", "copy"))

# What is handed to these belongs to another thread, or to whoever takes it out.
_HAND_OVER = frozenset(
    (
        *("submit", "map", "put", "put_nowait", "send", "set_result", "run_in_executor"),
        *("call_soon_threadsafe", "apply_async", "apply", "to_thread", "run_sync", "imap"),
        *("start_new_thread", "run_coroutine_threadsafe", "starmap", "imap_unordered"),
    )
)
_HAND_OVER_MODULES = (
    *("concurrent.", "queue.", "_queue.", "asyncio.", "multiprocessing."),
    *("anyio.", "trio.", "_thread.", "threading.", "janus."),
)

_TASKS = frozenset(("create_task", "ensure_future", "start_soon", "Task"))
_GROUPS = frozenset(("TaskGroup", "create_task_group", "open_nursery"))
_WAITS = frozenset(("wait_for", "shield", "wait", "as_completed", "timeout"))

_ADD = frozenset(("append", "add", "appendleft", "insert", "push", "setdefault", "put"))
_ADD |= {"put_nowait", "extend", "update", "extendleft", "__setitem__"}
_TAKE = frozenset(("pop", "popleft", "get", "get_nowait", "popitem", "setdefault"))
_ALL = frozenset(("values", "items", "copy", "union", "keys"))
_EMPTY = frozenset(("clear",))

# What they are given is called when the function is over.
_DEFERRED = frozenset(
    (
        *("call_later", "call_soon", "call_at", "call_soon_threadsafe", "add_done_callback"),
        *("add_signal_handler", "add_reader", "add_writer", "after", "after_idle"),
    )
)


class Calls(Expressions):
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
        before = None if _is_silent(callee) else self.may_raise(state)
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
            found += _unpacked(state, value, each, star) or [Argument(name, value, each, star)]
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
        if _is_silent(callee):
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
            first = receiver if _takes_self(callee, target) else None
            made = self._call_function(state, node, target, first, subject, arguments, type)
            if made is not None:
                return made
        inside = only(receiver, What.OBJECT)
        if inside:
            done = self._container_method(state, node, inside, name, arguments)
            if done is not None:
                return done
        return self._unknown_call(state, node, callee, receiver, arguments, type)

    # The program's own functions

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
        owned = _owned(function, declared)
        if summary is None or _is_stub(function):
            if not owned:
                return None
            for var, value, place in self._bound(function, receiver, arguments):
                self._give(state, var, value, place, owned, subject)
            self._lend(state, arguments)
            return self.made(state, type, node, subject)
        bindings: dict[Var, Value] = {a.variable: EMPTY for a in function.arguments}
        given = []
        bound = self._bound(function, receiver, arguments)
        fixed = _fixed(function, bound)
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
        if summary.entered is not None and _is_manager(type):
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
        if not held and not self.carrying.carries(type) and not _makes(info):
            return self._unknown_call(state, node, Callee(info, "", None), EMPTY, arguments, type)
        made = self.thing(state, What.OBJECT, node, name)
        value = frozenset((made,))
        initial = info.get("__init__")
        function = function_of(initial.node) if initial is not None else None
        if (
            function is not None
            and not _is_stub(function)
            and function.info.fullname != ("builtins.object")
        ):
            done = self._call_function(state, node, function, value, info.name, arguments, None)
            if done is not None:
                return value
        names = _fields(info)
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
            state.fields[pin, "bundle"] = _surely(state, held)
        return frozenset((pin,))

    # What is known of other people's functions

    def _special(
        self,
        state: State,
        node: CallExpr,
        callee: Callee,
        name: str,
        receiver: Value,
        arguments: list[Argument],
        type: ProperType | None,
    ) -> Value | None:
        full = callee.fullname
        if full in _COPIES or full.startswith("itertools."):
            found: Value = EMPTY
            if name in _WHOLE and len(arguments) == 1:
                copied = self._copied(state, node, name, arguments[0].value)
                if copied:
                    return copied
            for argument in arguments:
                self.use(
                    state, only(argument.value, What.VIEW), argument.node, spelled(argument.node)
                )
                found |= self.items_of(state, argument.value, node)
            if not found:
                return self.made(state, type, node, name)
            made = self.thing(state, What.OBJECT, node, f"{name}(...)")
            state.fields[made, "[]"] = found
            sources = frozenset[Thing]().union(*(a.value for a in arguments))
            state.fields[made, "of"] = frozenset(only(sources, What.OBJECT))
            return frozenset((made,))
        if full in _SAME_MEMORY:
            views = [thing for a in arguments[:1] for thing in only(a.value, What.VIEW)]
            for argument in arguments[:1]:
                self.use(state, views, argument.node, spelled(argument.node))
            return frozenset(views)
        if full == "builtins.next":
            found = EMPTY
            for argument in arguments[:1]:
                found |= self.items_of(state, argument.value, node)
            return found or self.made(state, type, node, name)
        if full == "functools.partial":
            return self._partial(state, node, arguments)
        if full.startswith("contextlib.") and name in ("closing", "aclosing"):
            made = self.thing(state, What.OBJECT, node, f"{name}(...)")
            for argument in arguments[:1]:
                state.fields[made, "closing"] = argument.value
            return frozenset((made,))
        if full.startswith("contextlib.") and only(receiver, What.OBJECT):
            return self._exit_stack(state, node, name, receiver, arguments)
        if name in _GROUPS:
            return frozenset((self.thing(state, What.OBJECT, node, f"{name}()"),))
        if name in _TASKS or name in _WAITS or name == "gather":
            return self._tasks(state, node, name, receiver, arguments, type)
        if name == "start" and not arguments and _is_thread(self.program.type_of, node):
            self.hand_over(state, receiver, node, spelled(node.callee), "handed to another thread")
            return EMPTY
        if name in _HAND_OVER and full.startswith(_HAND_OVER_MODULES):
            for argument in arguments:
                self.hand_over(
                    state, argument.value, argument.node, spelled(argument.node), "handed on"
                )
                self.keep(state, argument.value)
            return self.made(state, type, node, name)
        return None

    def _forget_tokens(self, state: State, value: Value) -> None:
        """What was handed on is not handed on again: the next thread has another."""
        held = state.reachable(value)
        for (owner, name), inside in list(state.fields.items()):
            if owner in held and only(inside, What.TOKEN):
                rest = frozenset(t for t in inside if t.what is not What.TOKEN)
                state.fields[owner, name] = rest

    def _copied(self, state: State, node: CallExpr, name: str, value: Value) -> Value:
        """A copy of a container of which each item is known holds the same."""
        sources = only(value, What.OBJECT)
        if len(sources) != 1:
            return EMPTY
        held = {
            field: each
            for (owner, field), each in state.fields.items()
            if owner is sources[0] and field.startswith("[")
        }
        if not held or "[]" in held:
            return EMPTY
        made = self.thing(state, What.OBJECT, node, f"{name}(...)")
        for field, each in held.items():
            state.fields[made, field] = each
        return frozenset((made,))

    def _partial(self, state: State, node: CallExpr, arguments: list[Argument]) -> Value:
        if not arguments:
            return EMPTY
        first, *rest = arguments
        self.keep(state, frozenset().union(*(a.value for a in rest)))
        codes = only(first.value, What.CODE)
        given = tuple((a.name, a.value) for a in rest if not a.star)
        found: Value = EMPTY
        for number, thing in enumerate(codes):
            if thing.code is not None:
                code = Code(thing.code.function, thing.code.receiver, thing.code.arguments + given)
                found |= self.code(state, node, thing.name, code, tag=f"@{number}")
        if found or not any(a.value for a in arguments):
            return found
        made = self.thing(state, What.OBJECT, node, "partial(...)")
        for argument in arguments:
            self.put(state, made, argument.value)
        bound = frozenset[Thing]().union(*(argument.value for argument in arguments))
        state.fields[made, "called"] = frozenset(only(bound, *USED))
        return frozenset((made,))

    def _exit_stack(
        self,
        state: State,
        node: CallExpr,
        name: str,
        receiver: Value,
        arguments: list[Argument],
    ) -> Value | None:
        """An ExitStack closes what it is given when its own `with` is over."""
        stacks = only(receiver, What.OBJECT)
        if name in ("enter_context", "push", "enter_async_context"):
            for stack in stacks:
                for argument in arguments[:1]:
                    held = state.fields.get((stack, "closes"), EMPTY)
                    state.fields[stack, "closes"] = held | argument.value
            if name == "push":
                return EMPTY
            found: Value = EMPTY
            for argument in arguments[:1]:
                found |= self.entered(state, argument.value, argument.node)
            return found
        if name == "callback":
            for argument in arguments[:1]:
                if isinstance(argument.node, MemberExpr) and argument.node.name == "close":
                    closed = self.evaluate(state, argument.node.expr)
                    for stack in stacks:
                        held = state.fields.get((stack, "closes"), EMPTY)
                        state.fields[stack, "closes"] = held | closed
            return EMPTY
        if name == "pop_all":
            made = self.thing(state, What.OBJECT, node, "pop_all()")
            for stack in stacks:
                held = state.fields.pop((stack, "closes"), EMPTY)
                state.fields[made, "closes"] = state.fields.get((made, "closes"), EMPTY) | held
            return frozenset((made,))
        if name in ("close", "aclose"):
            for stack in stacks:
                self.left(state, state.fields.pop((stack, "closes"), EMPTY), node)
            return EMPTY
        return None

    def entered(self, state: State, value: Value, node: Expression) -> Value:
        """What `with` gives for a value."""
        raise NotImplementedError

    def left(self, state: State, value: Value, node: Expression) -> None:
        """The `with` of a value is over."""
        raise NotImplementedError

    def _tasks(
        self,
        state: State,
        node: CallExpr,
        name: str,
        receiver: Value,
        arguments: list[Argument],
        type: ProperType | None,
    ) -> Value:
        """Calls are handed to the event loop: from then on they run by themselves."""
        calls: list[Thing] = []
        for argument in arguments:
            for thing in only(state.reachable(argument.value), What.CALL):
                if thing not in calls:
                    calls.append(thing)
        if not calls:
            self._lend(state, arguments)
            return self.made(state, type, node, name)
        if name in _TASKS or name == "gather":
            taken: set[Thing] = set()
            for call in calls:
                # Of those that stand for several, each call may have another.
                regions = frozenset(r for r in state.regions.get(call, EMPTY) if not r.many)
                for other, statuses in state.status.items():
                    if other.what is What.CALL and other not in calls:
                        running = [s for s in statuses if s.word is Word.RUNNING]
                        if running and regions & state.regions.get(other, EMPTY):
                            taken |= regions
                if regions & taken or (call.many and regions):
                    self.say(
                        ASYNC,
                        node,
                        "two calls of one store would run at the same time; await one after the "
                        "other, or give each a store of its own",
                        [Note(call.made, "one of them is made here")] if call.made else [],
                    )
                taken |= regions
                running_now = Status(Word.RUNNING, self.place(node), f"{name}() starts it")
                state.status[call] = frozenset((running_now,))
        made = self.thing(state, What.OBJECT, node, f"{name}(...)")
        state.fields[made, "[]"] = frozenset(calls)
        for group in only(receiver, What.OBJECT):
            state.fields[group, "tasks"] = state.fields.get((group, "tasks"), EMPTY) | {*calls}
        return frozenset((made,))

    def _container_method(
        self,
        state: State,
        node: CallExpr,
        owners: Sequence[Thing],
        name: str,
        arguments: list[Argument],
    ) -> Value | None:
        if name in _ADD:
            for owner in owners:
                key = None
                for argument in arguments:
                    value = argument.value
                    if name in ("extend", "update", "extendleft"):
                        value = self.items_of(state, value, argument.node)
                    self.escape(state, value, owner, argument.node)
                    self.put(state, owner, value, key)
            return EMPTY if name != "setdefault" else self._taken(state, owners, None, node)
        if name in _TAKE:
            index = arguments[0].node if arguments else None
            key = constant_key(index) if index is not None and name in ("get", "pop") else None
            value = self._taken(state, owners, key, node)
            if name in ("pop", "popleft", "popitem"):
                for owner in owners:
                    if key is not None:
                        state.fields.pop((owner, f"[{key}]"), None)
            return value
        if name in _ALL:
            found: Value = EMPTY
            for owner in owners:
                found |= self.any_item(state, owner, node)
            if not found:
                return None
            made = self.thing(state, What.OBJECT, node, f"{name}()")
            if name == "items":
                pair = self.thing(state, What.OBJECT, node, "pair", tag="@pair")
                state.fields[pair, "[1]"] = found
                found = frozenset((pair,))
            state.fields[made, "[]"] = found
            return frozenset((made,))
        if name in _EMPTY:
            for owner in owners:
                for key_of in [k for k in state.fields if k[0] is owner and k[1][0] == "["]:
                    del state.fields[key_of]
            return EMPTY
        return None

    def _taken(
        self, state: State, owners: Sequence[Thing], key: str | None, node: CallExpr
    ) -> Value:
        found: Value = EMPTY
        for owner in owners:
            found |= self.item(state, owner, key, node)
        return found

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

    def _lend(self, state: State, arguments: Sequence[Argument]) -> None:
        """Somebody gets to know of these: tokens and calls among them are theirs to see to."""
        for argument in arguments:
            self.keep(state, argument.value)

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
        formals = _formals(signature, arguments)
        for argument, formal in zip(arguments, formals, strict=True):
            text = spelled(argument.node)
            if _is_owned(formal):
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
        if name in _DEFERRED or (name in _ADD and self._is_outer(node.callee)):
            for argument in arguments:
                self.refuse_escape(state, argument.value, argument.node, f"{name}() keeps")
        if receiver:
            self.keep(state, receiver)
        forget_attributes(state)
        region = self.stores_of(state, EMPTY, arguments)
        return self.made(state, type, node, spelled(node.callee), region=region)


def _unpacked(state: State, value: Value, node: Expression, star: str) -> list[Argument]:
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


def _fixed(
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


def _is_silent(callee: Callee) -> bool:
    """Whether a call only looks at its arguments; nobody counts on its raising, either."""
    return callee.fullname in _SILENT or callee.fullname.startswith("logging.")


def _surely(state: State, value: Value, depth: int = 0) -> Value:
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
                found |= _surely(state, part, depth + 1)
    return found


def _takes_self(callee: Callee, function: FuncItem) -> bool:
    if not isinstance(function, FuncDef) or not function.info or function.is_static:
        return False
    return callee.receiver is not None or function.is_class


def _is_stub(function: FuncItem) -> bool:
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


def _owned(function: FuncItem, declared: ProperType | None) -> frozenset[Var]:
    """The parameters that a function takes over."""
    if not isinstance(declared, CallableType):
        return frozenset()
    return frozenset(
        argument.variable
        for argument, type in zip(function.arguments, declared.arg_types, strict=False)
        if _is_owned(type)
    )


def _is_owned(type: Type | None) -> bool:
    return (
        isinstance(type, TypeAliasType) and type.alias is not None and type.alias.fullname == OWNED
    )


def _formals(signature: ProperType | None, arguments: Sequence[Argument]) -> list[Type | None]:
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


def _makes(info: TypeInfo) -> bool:
    """Whether a class is one whose instances take something along: threads, context managers."""
    return any(
        base.fullname in ("threading.Thread", "multiprocessing.process.BaseProcess")
        or base.fullname.startswith("contextlib.")
        or base.fullname == "asyncio.taskgroups.TaskGroup"
        for base in info.mro
    )


def _fields(info: TypeInfo) -> list[str]:
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


def _is_manager(type: ProperType | None) -> bool:
    """Whether a generator function is a context manager: made so by contextlib's decorators."""
    info = class_of(type) if type is not None else None
    return info is not None and any(base.fullname.startswith("contextlib.") for base in info.mro)


def _is_thread(type_of: object, node: CallExpr) -> bool:
    assert callable(type_of)
    if not isinstance(node.callee, MemberExpr):
        return False
    receiver = type_of(node.callee.expr)
    info = class_of(receiver) if receiver is not None else None
    return info is not None and any(
        base.fullname in ("threading.Thread", "multiprocessing.process.BaseProcess")
        for base in info.mro
    )
