"""What the methods of stores, pins, tokens, handles and views do to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mypy.nodes import Context, Expression, Node
from mypy.types import NoneType, ProperType, Type, UnionType
from mypy.types import get_proper_type as proper

from ..finding import Note, Place
from ..kinds import Kind, kinds_of
from .carrying import Carrying
from .state import State
from .things import EMPTY, NONE, OPEN, Code, Path, Status, Thing, Value, What, Word, only
from .uses import BORROW, Uses, spelled

__all__ = ["Argument", "Effects"]

_WHAT = {
    Kind.STORE: What.STORE,
    Kind.HANDLE: What.HANDLE,
    Kind.PIN: What.PIN,
    Kind.TOKEN: What.TOKEN,
    Kind.VIEW: What.VIEW,
    Kind.CALLER: What.CALLER,
}

# What may be asked of anything, whatever has become of it.
ALWAYS = frozenset(
    (
        *("moved", "is_mine", "landed", "released", "closed", "__class__", "__repr__", "__str__"),
        *("__hash__", "__eq__", "__ne__", "__dict__", "__doc__", "__module__", "cancel", "done"),
        *("cancelled", "set_name", "get_name", "add_done_callback"),
    )
)


class Argument(NamedTuple):
    """An argument of a call: its keyword, if it has one, what it is, and where it stands.

    `star` is "*" or "**" when it stands for several.
    """

    name: str | None
    value: Value
    node: Expression
    star: str = ""


class Effects(Uses):
    """Makes things, and changes what has become of them."""

    def __init__(self, path: str, carrying: Carrying) -> None:
        super().__init__(path)
        self.carrying = carrying
        # What each place makes; and what is not made here, by the way to it.
        self._sites: dict[tuple[int, str], Thing] = {}
        # Tokens and calls made here: somebody has to see to them.
        self.owed: set[Thing] = set()
        # The memories of callers that were made to grow.
        self.grown: set[Path] = set()
        self._outside: dict[tuple[Path, What], Thing] = {}

    # Making

    def made(
        self,
        state: State,
        type: Type | None,
        node: Node,
        name: str,
        *,
        region: Value = EMPTY,
        path: Path | None = None,
        outer: bool = False,
        tag: str = "",
    ) -> Value:
        """What a value of a type may be, in these regions, or in a region of its own.

        With a `path` it is what the callers of the function have there.
        """
        if type is None:
            return EMPTY
        type = proper(type)
        if isinstance(type, NoneType):
            return frozenset((NONE,))
        found: set[Thing] = set()
        if isinstance(type, UnionType) and any(
            isinstance(proper(item), NoneType) for item in type.items
        ):
            found.add(NONE)
        whats = {_WHAT[kind] for kind in kinds_of(type) if kind in _WHAT}
        if not whats:
            if not self.carrying.carries(type):
                return EMPTY if found == {NONE} else frozenset(found)
            whats = {What.OBJECT}
        for what in sorted(whats, key=lambda what: what.value):
            found.add(
                self.thing(state, what, node, name, region=region, path=path, outer=outer, tag=tag)
            )
        return frozenset(found)

    def thing(
        self,
        state: State,
        what: What,
        node: Node,
        name: str,
        *,
        region: Value = EMPTY,
        path: Path | None = None,
        outer: bool = False,
        raw: bool = False,
        tag: str = "",
        made: Place | None = None,
    ) -> Thing:
        """The thing that is made at a node, once more."""
        if path is not None:
            thing = self._outside.get((path, what))
            if thing is None:
                thing = Thing(what, name, self.place(node), path=path, outer=outer)
                self._outside[path, what] = thing
            if thing in state.status:
                return thing
        else:
            thing = self._site(state, what, node, name, tag, outer, raw, made)
        state.status[thing] = OPEN
        self.calls_made = self.calls_made or what is What.CALL
        if what in (What.STORE, What.PIN, What.HANDLE, What.CALLER) and not region:
            region = frozenset(
                (self.thing(state, What.REGION, node, name, path=path, tag=f"{tag}@region"),)
            )
        if region:
            state.regions[thing] = region
        return thing

    def _site(
        self,
        state: State,
        what: What,
        node: Node,
        name: str,
        tag: str,
        outer: bool,
        raw: bool,
        made: Place | None,
    ) -> Thing:
        key = id(node), f"{what.value}{tag}"
        thing = self._sites.get(key)
        if thing is None:
            place = made or self.place(node)
            thing = self._sites[key] = Thing(what, name, place, node=node, outer=outer, raw=raw)
        else:
            self.age(state, what, node, tag)
        return thing

    def age(self, state: State, what: What, node: Node, tag: str) -> tuple[Thing, Thing] | None:
        """What a place has made before is an older one from now on: it, and who stands for it."""
        thing = self._sites.get((id(node), f"{what.value}{tag}"))
        if thing is None or thing not in state.status:
            return None
        key = id(node), f"{what.value}{tag}@older"
        older = self._sites.get(key)
        if older is None:
            older = self._sites[key] = Thing(
                *(what, thing.name, thing.made),
                node=node,
                many=True,
                outer=thing.outer,
                raw=thing.raw,
            )
            if thing in self.owed:
                self.owed.add(older)
        state.forget_older(thing, older)
        return thing, older

    def code(self, state: State, node: Node, name: str, code: Code, tag: str = "") -> Value:
        """A function as a value."""
        thing = Thing(What.CODE, name, self.place(node), node=node, code=code)
        # Equal ones are one, so that a loop comes to an end.
        known = self._sites.setdefault((id(node), f"code{tag}"), thing)
        if known.code != code:
            known = self._sites[id(node), f"code{tag}"] = thing
        return frozenset((known,))

    # What becomes of them

    def move(self, state: State, value: Iterable[Thing], node: Context, how: str) -> None:
        """Whatever is in the regions of these things has left."""
        value = list(value)
        moved = Status(Word.MOVED, self.place(node), how)
        together = self._together(state, value)
        state.become(state.regions_of(value) - together, moved)
        for region in together:
            state.become((region,), moved)

    def _together(self, state: State, value: Iterable[Thing]) -> Value:
        """The regions of a bundle: what happens to its pin happens to each of them."""
        pins = [thing for thing in value if thing.what is not What.CONSTANT]
        if len(pins) != 1 or pins[0].many:
            return EMPTY
        return state.fields.get((pins[0], "bundle"), EMPTY)

    def close(self, state: State, value: Iterable[Thing], node: Context, how: str) -> None:
        """The stores of these things are closed; what was moved is not theirs any more."""
        value = list(value)
        regions = state.regions_of(value)
        together = self._together(state, value)
        closed = Status(Word.CLOSED, self.place(node), how)
        for region in regions:
            statuses = state.statuses(region)
            after = frozenset(closed if s.word is Word.OPEN else s for s in statuses)
            sure = (len(regions) == 1 or region in together) and not region.many
            state.status[region] = after if sure else statuses | after

    def keep(self, state: State, value: Iterable[Thing]) -> None:
        """Somebody else sees to these tokens and calls as well, and to what these objects hold."""
        for thing in state.reachable(value):
            if thing.what in (What.TOKEN, What.CALL):
                state.status[thing] = frozenset(
                    Status(Word.KEPT) if s.word is Word.OPEN else s for s in state.statuses(thing)
                )

    def spend(
        self, state: State, value: Iterable[Thing], node: Context, how: str, subject: str
    ) -> None:
        """Tokens are used up."""
        tokens = only(value, What.TOKEN)
        self.use(state, tokens, node, subject)
        state.become(tokens, Status(Word.SPENT, self.place(node), how))

    def hand_over(self, state: State, value: Value, node: Context, subject: str, how: str) -> None:
        """Tokens, and those that are held by what is handed over, belong to somebody else now."""
        for token in only(state.reachable(value), What.TOKEN):
            self.spend(state, (token,), node, how, subject)

    def end_views(self, state: State, views: Iterable[Thing], node: Context, word: Word) -> None:
        """Views are over, or look at memory that has moved."""
        how = "the memory grows" if word is Word.STALE else "it ends"
        for view in views:
            state.become((view,), Status(word, self.place(node), how))

    def grow(self, state: State, memories: Value, node: Context) -> None:
        """Memories have grown: views of them look at what is no longer theirs."""
        grown = [
            view
            for view, statuses in state.status.items()
            if view.what is What.VIEW
            and any(s.word is Word.OPEN for s in statuses)
            and state.fields.get((view, "memory"), EMPTY) & memories
        ]
        self.end_views(state, grown, node, Word.STALE)
        self.grown |= {memory.path for memory in memories if memory.path is not None}

    # Methods

    def method(
        self,
        state: State,
        receiver: Value,
        name: str,
        node: Expression,
        subject: str,
        arguments: Sequence[Argument],
        type: ProperType | None,
    ) -> Value | None:
        """Call a method of something of a store; None when the receiver is nothing of the kind."""
        things = [t for t in receiver if t.what is not What.CONSTANT]
        whats = {thing.what for thing in things}
        if not whats or whats & {What.OBJECT, What.CODE}:
            return None
        if name in ALWAYS:
            return EMPTY
        if What.PIN in whats:
            return self._of_pin(state, frozenset(things), name, node, subject, type)
        if What.TOKEN in whats:
            return self._of_token(state, frozenset(things), name, node, subject)
        if What.CALL in whats:
            return EMPTY
        value = frozenset(things)
        if name == "close" and whats <= {What.STORE}:
            self.use(state, value, node, subject, forgiven=(Word.CLOSED,))
            self.close(state, value, node, f"{subject}.close() closes it")
            return EMPTY
        if name == "release" and What.VIEW in whats:
            self.end_views(state, only(value, What.VIEW), node, Word.ENDED)
            return EMPTY
        self.use(state, value, node, subject)
        self.use_arguments(state, arguments)
        return self._result(state, value, name, node, subject, arguments, type)

    def use_arguments(self, state: State, arguments: Iterable[Argument]) -> None:
        """wasmtime is given things to use."""
        for argument in arguments:
            self.use(state, argument.value, argument.node, spelled(argument.node))
            held = state.fields
            for thing in only(argument.value, What.OBJECT):
                for (owner, _), value in list(held.items()):
                    if owner is thing:
                        self.use(state, value, argument.node, spelled(argument.node))

    def stores_of(self, state: State, value: Value, arguments: Iterable[Argument]) -> Value:
        """The regions that a call works in: of the store that it is given, else of its receiver."""
        for argument in arguments:
            given = only(argument.value, What.STORE, What.PIN, What.CALLER)
            if given:
                return state.regions_of(given)
        return state.regions_of(value)

    def _result(
        self,
        state: State,
        value: Value,
        name: str,
        node: Expression,
        subject: str,
        arguments: Sequence[Argument],
        type: ProperType | None,
    ) -> Value:
        regions = self.stores_of(state, value, arguments)
        if name.endswith("_async"):
            call = self.thing(state, What.CALL, node, f"{subject}.{name}(...)", region=regions)
            self.owed.add(call)
            return frozenset((call,))
        if name in ("view", "get_buffer_ptr", "data_ptr"):
            view = self.thing(
                state, What.VIEW, node, f"{subject}.{name}(...)", region=regions, raw=name != "view"
            )
            state.fields[view, "memory"] = value
            return frozenset((view,))
        if name == "grow":
            self.grow(state, value, node)
            return EMPTY
        return self.made(state, type, node, f"{subject}.{name}(...)", region=regions)

    def _of_pin(
        self,
        state: State,
        value: Value,
        name: str,
        node: Expression,
        subject: str,
        type: ProperType | None,
    ) -> Value:
        if name == "close":
            self.use(state, value, node, subject, forgiven=(Word.CLOSED,))
            self.close(state, value, node, f"{subject}.close() closes it")
            return EMPTY
        self.use(state, value, node, subject)
        if name == "transfer":
            self._refuse_views(state, value, node, subject)
            self.move(state, value, node, "transfer() moves it")
            token = self.thing(state, What.TOKEN, node, f"{subject}.transfer()")
            self.owed.add(token)
            return frozenset((token,))
        if name == "unpin":
            pinned = self.pinned(state, value, node, subject, type)
            state.become(only(value, What.PIN), Status(Word.MOVED, self.place(node), "unpinned"))
            return pinned
        return EMPTY

    def pinned(
        self, state: State, value: Value, node: Node, subject: str, type: ProperType | None
    ) -> Value:
        """What pins hold: `pin.value`."""
        found: Value = EMPTY
        for pin in only(value, What.PIN):
            held = state.fields.get((pin, "value"))
            if held is None:
                region = state.regions_of((pin,))
                path = None if pin.path is None else (*pin.path, "value")
                held = self.made(
                    state, type, node, f"{subject}.value", region=region, path=path, tag=pin.name
                )
                state.fields[pin, "value"] = held
            found |= held
        return found

    def _of_token(
        self, state: State, value: Value, name: str, node: Expression, subject: str
    ) -> Value:
        if name == "land":
            self.spend(state, value, node, "landed", subject)
            return frozenset((self.thing(state, What.PIN, node, f"{subject}.land()"),))
        if name == "discard":
            self.spend(state, value, node, "discarded", subject)
        return EMPTY

    def _refuse_views(self, state: State, value: Value, node: Context, subject: str) -> None:
        regions = state.regions_of(value)
        for view in only(state.reachable(state.roots()), What.VIEW):
            if state.regions.get(view, EMPTY) & regions and all(
                s.word is Word.OPEN for s in state.statuses(view)
            ):
                self.say(
                    BORROW,
                    node,
                    f'"{subject}" is transferred while a view of its memory is open; '
                    "end the view first",
                    [Note(view.made, "the view is made here")] if view.made else [],
                )
