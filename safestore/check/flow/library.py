"""What is known of other people's functions: containers, partials, exit stacks, the event loop."""

from __future__ import annotations

from collections.abc import Sequence

from mypy.nodes import (
    CallExpr,
    Expression,
    MemberExpr,
)
from mypy.types import ProperType

from ..finding import Note
from ..program import Callee
from .effects import Argument
from .expressions import USED, Expressions, constant_key
from .signatures import (
    is_thread,
)
from .state import State
from .things import EMPTY, Code, Status, Thing, Value, What, Word, only
from .uses import ASYNC, spelled

__all__ = ["ADD", "Library"]

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

ADD = frozenset(("append", "add", "appendleft", "insert", "push", "setdefault", "put"))

ADD |= {"put_nowait", "extend", "update", "extendleft", "__setitem__"}

_TAKE = frozenset(("pop", "popleft", "get", "get_nowait", "popitem", "setdefault"))

_ALL = frozenset(("values", "items", "copy", "union", "keys"))

_EMPTY = frozenset(("clear",))


class Library(Expressions):
    """Evaluates calls of the standard library's functions, and of containers' methods."""

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
        if name == "start" and not arguments and is_thread(self.program.type_of, node):
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
        if name in ADD:
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

    def _lend(self, state: State, arguments: Sequence[Argument]) -> None:
        """Somebody gets to know of these: tokens and calls among them are theirs to see to."""
        for argument in arguments:
            self.keep(state, argument.value)
