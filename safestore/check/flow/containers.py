"""What containers hold, and what loops do to it."""

from __future__ import annotations

from collections.abc import Iterable

from mypy.nodes import (
    Expression,
)
from mypy.types import Instance, LiteralType, TupleType
from mypy.types import get_proper_type as proper

from .fields import Fields
from .state import State
from .things import EMPTY, Status, Thing, Value, What, Word, only
from .uses import spelled

__all__ = ["Containers"]

_SINGLE = (What.PIN, What.STORE, What.TOKEN, What.CALLER)


class Containers(Fields):
    """Puts things into containers, and finds them there."""

    def key_in(self, owner: Thing, key: str | None) -> str | None:
        """A key, or the field that it stands for in a named tuple: with a dot before it."""
        if key is None or not key.isdigit():
            return key
        info = self.class_of(owner)
        if info is None or info.tuple_type is None:
            return key
        entry = info.get("__match_args__")
        type = proper(entry.type) if entry is not None and entry.type is not None else None
        names = type.items if isinstance(type, TupleType) else []
        name = proper(names[int(key)]) if int(key) < len(names) else None
        literal = name.last_known_value if isinstance(name, Instance) else name
        return f".{literal.value}" if isinstance(literal, LiteralType) else key

    def item(self, state: State, owner: Thing, key: str | None, node: Expression) -> Value:
        """What a container holds under a key, or under any."""
        if key is not None and key.startswith("."):
            return self.field(state, owner, key[1:], node)
        if key is not None:
            exact = state.fields.get((owner, f"[{key}]"))
            if exact is not None:
                return exact
            value = self.any_item(state, owner, node)
            if (owner, "[]") not in state.fields and owner.path is not None:
                value = self.field(state, owner, f"[{key}]", node)
            elif value:
                state.fields[owner, f"[{key}]"] = value
            return value
        return self.any_item(state, owner, node)

    def any_item(self, state: State, owner: Thing, node: Expression) -> Value:
        """One of what a container holds. Where each is another, what is found is one more."""
        held: Value = EMPTY
        names = []
        for (thing, name), value in state.fields.items():
            if thing is owner and name.startswith("["):
                held |= value
                names.append(name)
        if names == ["[0]"]:
            # There is only this one.
            return held
        shared = frozenset(
            self._another(state, thing, node) if thing.what is What.OBJECT else thing
            for thing in held
            if thing.what not in _SINGLE
        )
        if shared and not any(thing.what in _SINGLE for thing in held):
            return shared
        found = self.unknown(state, node, state.regions.get(owner, EMPTY))
        for mark in state.fields.get((owner, "each"), EMPTY):
            for thing in state.regions_of(found) | {*only(found, What.TOKEN)}:
                state.status[thing] = state.statuses(mark)
        if held and not shared:
            return found
        # A view or a handle is not another one for having been looked up.
        whats = {thing.what for thing in shared}
        return shared | {thing for thing in found if thing.what not in whats}

    def _another(self, state: State, thing: Thing, node: Expression, depth: int = 0) -> Thing:
        """One of several objects that are made in the same place: what is its own is another."""
        tag = f"@of{id(thing)}"
        other = self.thing(state, What.OBJECT, node, thing.name, tag=tag, outer=thing.outer)
        for (owner, name), value in list(state.fields.items()):
            if owner is thing:
                state.fields[other, name] = frozenset(
                    self._another(state, each, node, depth + 1)
                    if each.what is What.OBJECT and depth < 3
                    else each
                    for each in value
                    if each.what not in _SINGLE and not _holds_single(each)
                )
        return other

    def put(self, state: State, owner: Thing, value: Value, key: str | None = None) -> None:
        """Put something into a container."""
        state.fields.pop((owner, "each"), None)
        if not value:
            return
        if key is not None and not owner.many:
            state.fields[owner, f"[{key}]"] = value
        else:
            state.fields[owner, "[]"] = state.fields.get((owner, "[]"), EMPTY) | value
        self.keep(state, value)

    def items_of(self, state: State, value: Value, node: Expression) -> Value:
        """What iterating over a value gives."""
        found: Value = EMPTY
        for thing in value:
            if thing.what is What.OBJECT:
                self.use(state, state.fields.get((thing, "runs"), EMPTY), node, spelled(node))
                found |= self.any_item(state, thing, node)
        return found

    def fate(self, state: State, each: Value) -> frozenset[Status]:
        """What a round of a loop has done to the one that it was about; nothing if it is open."""
        judged = state.regions_of(only(each, What.PIN, What.STORE)) | {*only(each, What.TOKEN)}
        statuses = frozenset(s for thing in judged for s in state.statuses(thing))
        if any(s.word in (Word.OPEN, Word.KEPT) for s in statuses):
            return frozenset()
        return statuses

    def drain(self, state: State, containers: Value, fates: Iterable[frozenset[Status]]) -> None:
        """A loop is over. What each round has done to one has happened to all that are there."""
        fates = list(fates)
        if not fates or not all(fates):
            return
        for thing in only(containers, What.OBJECT):
            for container in {thing} | state.fields.get((thing, "of"), EMPTY):
                mark = self.drained.setdefault(container, Thing(What.REGION, "each of them"))
                state.fields[container, "each"] = frozenset((mark,))
                state.status[mark] = frozenset[Status]().union(*fates)


def _holds_single(thing: Thing) -> bool:
    """Whether a function as a value has something that each of several has for itself."""
    code = thing.code
    if code is None:
        return False
    held = code.receiver.union(*(value for _, value in code.arguments))
    return any(each.what in _SINGLE for each in held)
