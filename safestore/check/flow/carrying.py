"""Which types have anything of a store in them, so that their values have to be followed."""

from __future__ import annotations

from mypy.nodes import TypeInfo, Var
from mypy.types import (
    CallableType,
    Instance,
    Overloaded,
    TupleType,
    Type,
    TypeAliasType,
    TypedDictType,
    TypeVarType,
    UnionType,
)
from mypy.types import get_proper_type as proper

from ..kinds import Kind, kind_of_class

__all__ = ["Carrying"]

FOLLOWED = frozenset(Kind) - {Kind.SHARED, Kind.LINKER}


class Carrying:
    """Answers for one program, and remembers what it was asked."""

    def __init__(self) -> None:
        # Kept with the class, so that no other gets its id.
        self._classes: dict[int, tuple[TypeInfo, bool]] = {}
        # Those that are being looked into: an alias may name itself.
        self._aliases: set[str] = set()

    def carries(self, type: Type | None) -> bool:
        """Whether a value of the type is, or holds, something of a store."""
        if type is None:
            return False
        if isinstance(type, TypeAliasType) and type.is_recursive and type.alias is not None:
            name = type.alias.fullname
            if name in self._aliases:
                return False
            self._aliases.add(name)
            try:
                return self.carries(proper(type))
            finally:
                self._aliases.remove(name)
        type = proper(type)
        if isinstance(type, Instance):
            if any(self.carries(argument) for argument in type.args):
                return True
            return self.carries_class(type.type)
        if isinstance(type, UnionType):
            return any(self.carries(item) for item in type.items)
        if isinstance(type, TupleType):
            return any(self.carries(item) for item in type.items)
        if isinstance(type, TypedDictType):
            return any(self.carries(item) for item in type.items.values())
        if isinstance(type, TypeVarType):
            return self.carries(type.upper_bound)
        return False

    def carries_class(self, info: TypeInfo) -> bool:
        """Whether the instances of a class are, or hold, something of a store."""
        found = self._classes.get(id(info))
        if found is not None:
            return found[1]
        # While it is being looked at, and when it refers to itself: as far as is known.
        self._classes[id(info)] = info, False
        answer = self._look(info)
        self._classes[id(info)] = info, answer
        return answer

    def _look(self, info: TypeInfo) -> bool:
        kind = kind_of_class(info)
        if kind is not None:
            return kind in FOLLOWED
        if not _may_refer(info.fullname):
            return False
        for base in info.mro:
            if not _may_refer(base.fullname):
                continue
            for entry in base.names.values():
                node = entry.node
                if isinstance(node, Var) and self.carries(node.type):
                    return True
        return any(self.carries(argument) for base in info.bases for argument in base.args)

    def mentions(self, type: Type | None) -> bool:
        """Whether a function of this type takes or gives something of a store."""
        if type is None:
            return False
        type = proper(type)
        if isinstance(type, CallableType):
            return self.carries(type.ret_type) or any(map(self.carries, type.arg_types))
        if isinstance(type, Overloaded):
            return any(self.mentions(item) for item in type.items)
        return self.carries(type)


def _may_refer(fullname: str) -> bool:
    """Whether a class is the program's; what the standard library's hold is known by its types."""
    module = fullname.partition(".")[0]
    return module not in _FOREIGN


_FOREIGN = frozenset(
    (
        *("builtins", "typing", "typing_extensions", "_typeshed", "types", "abc", "collections"),
        *("enum", "functools", "asyncio", "threading", "concurrent", "queue", "logging", "ctypes"),
        *("_ctypes", "pathlib", "os", "re", "io", "_io", "datetime", "argparse", "contextlib"),
        *("dataclasses", "multiprocessing", "subprocess", "socket", "socketserver", "http"),
        *("unittest", "wasmtime", "safestore"),
    )
)
