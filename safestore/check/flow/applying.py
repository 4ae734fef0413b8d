"""What the call of a function of the program does: its summary, in the terms of the caller."""

from __future__ import annotations

from typing import TypeVar

from mypy.nodes import Expression, Node, Var

from .effects import Effects
from .facts import forget_attributes
from .state import State
from .summary import Snapshot, Summary
from .things import EMPTY, OPEN, Path, Status, Thing, Value, What, Word, only

__all__ = ["Applied", "Applying"]

K = TypeVar("K")


class Applied:
    """What the things of a called function are to its caller."""

    def __init__(
        self, summary: Summary, bindings: dict[Var, Value], node: Expression, name: str
    ) -> None:
        self.summary = summary
        self.bindings = bindings
        self.node = node
        self.name = name
        self.known: dict[Thing, Value] = {}


class Applying(Effects):
    """Applies summaries."""

    def variable(self, state: State, var: Var, node: Expression) -> Value:
        """What a variable holds here."""
        raise NotImplementedError

    def field(self, state: State, owner: Thing, name: str, node: Node) -> Value:
        """What a field of a thing holds here."""
        raise NotImplementedError

    def check_needs(self, state: State, applied: Applied) -> None:
        """The function is called: what it uses has to be there."""
        for path, need in applied.summary.needs.items():
            value = self._at(state, path, applied)
            self.use(
                state,
                value,
                applied.node,
                applied.name,
                through=(need.place, need.subject),
                forgiven=need.forgiven,
            )

    def apply(self, state: State, snapshot: Snapshot, applied: Applied) -> Value:
        """The function has come to this end: what has become of things, and what it gives."""
        forget_attributes(state)
        there = snapshot.state
        state.blurred = state.blurred or there.blurred
        self._age(state, snapshot, applied)
        outside = [thing for thing in there.status if thing.path is not None]
        # What it has given before: a context manager comes to its second half.
        again = [t for t in there.status if t.path is None and t in applied.known]
        # All of them first, by what they were.
        for thing in outside:
            self._here(state, thing, there, applied)
        result = self._map(state, snapshot.value, there, applied)
        assigned = self._assigned(state, there, applied)
        for thing in [*outside, *again]:
            self._become(state, thing, there, applied)
        for owner, name, value in assigned:
            owners = [t for t in owner if t.what is not What.CONSTANT]
            for each in owners:
                sure = len(owners) == 1 and not each.many
                before = EMPTY if sure else state.fields.get((each, name), EMPTY)
                state.fields[each, name] = before | value
                if each.outer:
                    self.keep(state, value)
        for var in applied.summary.assigned:
            if var in there.env:
                state.env[var] = self._map(state, there.env[var], there, applied)
        return result

    def _age(self, state: State, snapshot: Snapshot, applied: Applied) -> None:
        """What an earlier call at this place has made is older now, wherever it is."""
        for thing in snapshot.state.status:
            if thing.path is None and thing not in applied.known:
                renamed = self.age(state, thing.what, applied.node, f"#{id(thing)}")
                if renamed is not None:
                    before, older = renamed
                    _rename(applied.bindings, before, older)
                    _rename(applied.known, before, older)

    def _assigned(
        self, state: State, there: State, applied: Applied
    ) -> list[tuple[Value, str, Value]]:
        """The fields that the function has assigned to: of whom, which, and what."""
        found = []
        for (owner, name), value in there.fields.items():
            if owner.path is None or _unchanged(owner.path, name, value):
                continue
            mapped = self._map(state, value, there, applied)
            found.append((self._here(state, owner, there, applied), name, mapped))
        return found

    def _become(self, state: State, thing: Thing, there: State, applied: Applied) -> None:
        statuses = there.status[thing]
        news = [s for s in statuses if s.word is not Word.OPEN]
        if not news:
            return
        here = applied.known[thing]
        if any(status.word is Word.KEPT for status in news):
            self.keep(state, here)
        place = self.place(applied.node)
        after = frozenset(
            Status(s.word, place, f"{applied.name}() does it: {s.how}")
            for s in news
            if s.word is not Word.KEPT
        )
        if not after:
            return
        targets = [t for t in here if t.what is thing.what]
        sure = len(targets) == 1 and not targets[0].many and len(news) == len(statuses)
        for target in targets:
            before = state.statuses(target)
            closes = all(status.word is Word.CLOSED for status in after)
            if sure and closes:
                stay = frozenset(s for s in before if s.word is not Word.OPEN)
                gone = any(s.word is Word.OPEN for s in before)
                state.status[target] = stay | after if gone else stay
            elif sure:
                state.status[target] = after
            else:
                state.status[target] = before | after

    def _map(self, state: State, value: Value, there: State, applied: Applied) -> Value:
        found: Value = EMPTY
        for thing in value:
            found |= self._here(state, thing, there, applied)
        return found

    def _here(self, state: State, thing: Thing, there: State, applied: Applied) -> Value:
        """What a thing of the function is to the caller."""
        if thing.what in (What.CONSTANT, What.CODE):
            return frozenset((thing,))
        known = applied.known.get(thing)
        if known is not None:
            return known
        if thing.path is not None:
            value = self._at(state, thing.path, applied)
            if thing.what is What.REGION:
                value = state.regions_of(value)
            applied.known[thing] = value
            return value
        # For the time being, since things may refer to each other.
        applied.known[thing] = EMPTY
        region = self._map(state, there.regions.get(thing, EMPTY), there, applied)
        clone = self.thing(
            state,
            thing.what,
            applied.node,
            f"{applied.name}()",
            region=region,
            raw=thing.raw,
            tag=f"#{id(thing)}",
        )
        state.status[clone] = there.statuses(thing)
        if thing.what is What.VIEW:
            # If it is over, that was said where it was given.
            state.status[clone] = OPEN
        if thing.what in (What.TOKEN, What.CALL):
            self.owed.add(clone)
        applied.known[thing] = mapped = frozenset((clone,))
        for (owner, name), value in there.fields.items():
            if owner is thing:
                state.fields[clone, name] = self._map(state, value, there, applied)
        return mapped

    def _at(self, state: State, path: Path, applied: Applied) -> Value:
        """What the caller has at the end of a path."""
        root, *names = path
        assert isinstance(root, Var)
        value = applied.bindings.get(root)
        if value is None:
            value = self.variable(state, root, applied.node)
        for name in names:
            assert isinstance(name, str)
            found: Value = EMPTY
            for owner in only(value, What.PIN, What.OBJECT):
                found |= self.field(state, owner, name, applied.node)
            value = found
        return value


def _rename(values: dict[K, Value], before: Thing, older: Thing) -> None:
    for key, value in values.items():
        if before in value:
            values[key] = (value - {before}) | {older}


def _unchanged(path: Path, name: str, value: Value) -> bool:
    """Whether a field holds what it held when the function was called."""
    things = [thing for thing in value if thing.what is not What.CONSTANT]
    return bool(things) and all(thing.path == (*path, name) for thing in things)
