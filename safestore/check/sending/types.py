"""Whether the values of a type may travel: a search through everything that a type says it holds.

Nothing is said of what a type does not tell: Any, object, a callable's captures, a protocol.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from mypy.expandtype import expand_type_by_instance
from mypy.maptype import map_instance_to_supertype
from mypy.nodes import MypyFile, TypeInfo, Var
from mypy.types import (
    Instance,
    ProperType,
    TupleType,
    Type,
    TypedDictType,
    TypeVarType,
    UnionType,
)
from mypy.types import get_proper_type as proper

from ..imports import is_typeshed
from ..kinds import Kind
from ..program import Program
from .marks import Marks
from .obstacle import Destination, Obstacle, told_of, type_words

__all__ = ["Sendability", "is_for_each_thread"]

# What may be shared by its nature, or what has a copy for each thread: its contents are no part of
# it. Queues and executors are looked at where something is put into them.
_FOR_EACH_THREAD = frozenset(
    (
        "_thread._local",
        "_threading_local.local",
        "contextvars.ContextVar",
        "_contextvars.ContextVar",
    )
)
_OPAQUE = _FOR_EACH_THREAD | frozenset(
    (
        "threading.Thread",
        "concurrent.futures._base.Executor",
        "multiprocessing.process.BaseProcess",
        "enum.Enum",
        "builtins.type",
        "types.ModuleType",
        "asyncio.events.AbstractEventLoop",
    )
)
_ATOMS = frozenset(
    f"builtins.{name}"
    for name in ("object", "int", "str", "bytes", "bool", "float", "complex", "bytearray", "range")
)
# More than any program's types, and an end to those that grow as they are looked at.
_LIMIT = 5_000

_Step = tuple[str, ProperType]


class Sendability:
    """What in a type may not travel. Remembers what it has found of each."""

    def __init__(self, program: Program, marks: Marks) -> None:
        self._program = program
        self._marks = marks
        self._found: dict[tuple[ProperType, Destination], Obstacle | None] = {}

    def verdict(self, type: Type | None, destination: Destination) -> Obstacle | bool:
        """What is known of a type by its name alone.

        An obstacle; or True when it may travel whatever it holds; or False when what it holds has
        to be looked at. Of a union the first obstacle counts.
        """
        if type is None:
            return True
        type = proper(type)
        if isinstance(type, UnionType):
            verdicts = [self.verdict(item, destination) for item in type.items]
            for verdict in verdicts:
                if isinstance(verdict, Obstacle):
                    return verdict
            return all(verdicts)
        if isinstance(type, TypeVarType):
            if type.values:
                return self.verdict(UnionType(list(type.values)), destination)
            return self.verdict(type.upper_bound, destination)
        if isinstance(type, TupleType):
            return self._class(type.partial_fallback.type, type, destination)
        if isinstance(type, Instance):
            return self._class(type.type, type, destination)
        return False

    def _class(self, info: TypeInfo, type: ProperType, destination: Destination) -> Obstacle | bool:
        if info.fullname in _ATOMS:
            return True
        said = self._marks.of(info)
        if said is None:
            return False
        if isinstance(said, Kind):
            reason = told_of(said, destination)
            if reason is None:
                return True
            return Obstacle((type_words(type),), said, reason)
        if said or destination is Destination.CALLBACK:
            return True
        reason = "its class is marked NotSend"
        if info.fullname in self._program.settings.not_send:
            reason = "its class may not travel, says [tool.safestore]"
        return Obstacle((type_words(type),), None, reason)

    def obstacle(self, type: Type | None, destination: Destination) -> Obstacle | None:
        """The nearest thing in the values of a type that may not travel; None if nothing is."""
        if type is None:
            return None
        root = proper(type)
        key = root, destination
        if key in self._found:
            return self._found[key]
        seen = {root}
        queue: deque[tuple[ProperType, tuple[str, ...]]] = deque([(root, ())])
        while queue and len(seen) < _LIMIT:
            at, path = queue.popleft()
            verdict = self.verdict(at, destination)
            if isinstance(verdict, Obstacle):
                found = self._found[key] = verdict.behind(*path)
                return found
            if verdict or _is_opaque(at):
                continue
            for step, inner in self._held(at):
                if inner in seen or self._found.get((inner, destination), inner) is None:
                    continue
                seen.add(inner)
                queue.append((inner, (*path, step) if step else path))
        for clean in seen:
            self._found[clean, destination] = None
        return None

    def _held(self, type: ProperType) -> Iterator[_Step]:
        if isinstance(type, UnionType):
            for item in type.items:
                yield "", proper(item)
        elif isinstance(type, TypeVarType):
            for item in type.values or [type.upper_bound]:
                yield "", proper(item)
        elif isinstance(type, TupleType):
            for index, item in enumerate(type.items):
                yield f"[{index}]", proper(item)
            yield from self._fields(type.partial_fallback)
        elif isinstance(type, TypedDictType):
            for name, item in type.items.items():
                yield f"[{name!r}]", proper(item)
        elif isinstance(type, Instance):
            yield from self._elements(type)
            yield from self._fields(type)

    def _elements(self, type: Instance) -> Iterator[_Step]:
        """What a container holds. A class that cannot be gone through is no container."""
        mapping = None
        for base in type.type.mro:
            if base.fullname == "typing.Mapping":
                mapping = base
            elif base.fullname in ("typing.Iterable", "typing.AsyncIterable"):
                whole = map_instance_to_supertype(type, mapping or base)
                names = ("its keys", "its values") if mapping else ("its items",)
                for name, item in zip(names, whole.args, strict=False):
                    yield name, proper(item)
                return

    def _fields(self, type: Instance) -> Iterator[_Step]:
        for base in type.type.mro:
            tree: MypyFile | None = self._program.modules.get(base.module_name)
            if tree is None or is_typeshed(tree) or not base.names:
                continue
            for name, entry in base.names.items():
                node = entry.node
                # A class variable is everybody's, wherever an instance of the class is.
                if not isinstance(node, Var) or node.type is None or node.is_classvar:
                    continue
                held: Type = node.type
                if base.type_vars and type.type.has_base(base.fullname):
                    held = expand_type_by_instance(held, map_instance_to_supertype(type, base))
                yield f"{type.type.name}.{name}", proper(held)


def is_for_each_thread(type: ProperType | None) -> bool:
    """Whether what is in an object is another for each thread: `threading.local`."""
    return isinstance(type, Instance) and any(
        base.fullname in _FOR_EACH_THREAD for base in type.type.mro
    )


def _is_opaque(type: ProperType) -> bool:
    if not isinstance(type, Instance):
        return False
    info = type.type
    if info.is_protocol and info.module_name not in ("typing", "collections.abc"):
        return True
    return any(base.fullname in _OPAQUE for base in info.mro)
