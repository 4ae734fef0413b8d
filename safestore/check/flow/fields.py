"""What variables and fields hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mypy.nodes import (
    Expression,
    FuncDef,
    FuncItem,
    IndexExpr,
    MemberExpr,
    Node,
    SymbolNode,
    TypeInfo,
    Var,
)
from mypy.types import ProperType
from mypy.types import get_proper_type as proper

from ..program import Program, class_of
from .applying import Applied, Applying
from .capturing import Captures
from .carrying import Carrying
from .state import State
from .summary import Summary
from .things import EMPTY, Thing, Value, What
from .uses import spelled

__all__ = ["Fields"]


class Fields(Applying):
    """Looks up variables and fields."""

    def __init__(
        self,
        program: Program,
        carrying: Carrying,
        captures: Captures,
        path: str,
        own: frozenset[SymbolNode],
        parameters: frozenset[SymbolNode],
        summarise: Callable[[FuncItem], Summary | None],
        specialise: Callable[[FuncItem, Mapping[Var, Thing]], Summary | None],
    ) -> None:
        super().__init__(path, carrying)
        self.program = program
        self.captures = captures
        self.own = own
        self.parameters = parameters
        self.summarise = summarise
        self.specialise = specialise
        self.catching: list[list[State]] = []
        # For each `try` around: the tasks that its body awaits, which are over however it ends.
        self.awaited: list[set[Thing]] = []
        # In a method: its `self`, and for each field that shares a store with another, which.
        self.itself: Var | None = None
        self.siblings: Mapping[str, str] = {}
        # What the functions did that made these context managers: their second half is to come.
        self.managers: dict[Thing, Applied] = {}
        # For a container: what has become of each of those that it holds.
        self.drained: dict[Thing, Thing] = {}

    def variable(self, state: State, var: Var, node: Expression) -> Value:
        """What a variable holds here."""
        found = state.env.get(var)
        if found is not None:
            return found
        type = var.type if var.type is not None else self.program.type_of(node)
        if var in self.own:
            # Assigned by something that is not followed.
            value = self.made(state, type, node, var.name, tag=f"={var.name}")
        else:
            value = self.made(state, type, node, var.name, path=(var,), outer=True)
        if value:
            state.env[var] = value
        return value

    def unknown(self, state: State, node: Expression, region: Value = EMPTY) -> Value:
        """What nothing is known of but its type."""
        return self.made(state, self.program.type_of(node), node, spelled(node), region=region)

    def property(self, state: State, owner: Thing, getter: FuncDef, node: MemberExpr) -> Value:
        """What a property of the program's gives."""
        raise NotImplementedError

    def field(self, state: State, owner: Thing, name: str, node: Node) -> Value:
        """What a field of a thing holds here."""
        found = state.fields.get((owner, name))
        if found is not None:
            return found
        if owner.what is What.PIN:
            return self.pinned(state, frozenset((owner,)), node, owner.name, None)
        type = self._type_of_field(owner, name, node)
        path = None
        if owner.path is not None and len(owner.path) < 5 and not owner.many:
            path = (*owner.path, name)
        region = state.regions.get(owner, EMPTY)
        first = self.siblings.get(name)
        if first is not None and first != name and owner.path == (self.itself,):
            region = state.regions_of(self.field(state, owner, first, node))
        value = self.made(
            state,
            type,
            node,
            f"{owner.name}.{name}",
            region=region,
            path=path,
            outer=owner.outer,
            tag=f".{id(owner)}.{name}",
        )
        if value:
            state.fields[owner, name] = value
        return value

    def _type_of_field(self, owner: Thing, name: str, node: Node) -> ProperType | None:
        if isinstance(node, MemberExpr) and node.name == name:
            return self.program.type_of(node)
        info = self.class_of(owner)
        entry = None if info is None else info.get(name)
        if entry is not None and isinstance(entry.node, Var) and entry.node.type is not None:
            return proper(entry.node.type)
        return self.program.type_of(node) if isinstance(node, IndexExpr) else None

    def class_of(self, thing: Thing) -> TypeInfo | None:
        """The class of an object, as far as its place tells it."""
        node = thing.node
        type: ProperType | None = None
        if thing.path is not None:
            return self._class_at(thing)
        if isinstance(node, Expression):
            type = self.program.type_of(node)
        return None if type is None else class_of(type)

    def _class_at(self, thing: Thing) -> TypeInfo | None:
        assert thing.path is not None
        root, *names = thing.path
        if not isinstance(root, Var) or root.type is None:
            return None
        info = class_of(proper(root.type))
        for name in names:
            entry = None if info is None else info.get(str(name))
            if entry is None or not isinstance(entry.node, Var) or entry.node.type is None:
                return None
            info = class_of(proper(entry.node.type))
        return info
