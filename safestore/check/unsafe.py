"""The rule safestore-unsafe: escape hatches, raw pointers, wasmtime's bindings, native code.

What only an inventory lists, an `import wasmtime`, is found here as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from mypy.nodes import (
    Import,
    ImportAll,
    ImportFrom,
    MemberExpr,
    MypyFile,
    Node,
    RefExpr,
    TypeInfo,
)
from mypy.types import (
    FunctionLike,
    ProperType,
    TypeType,
    TypeVarType,
    UnionType,
)
from mypy.types import get_proper_type as proper

from .finding import Finding, Place
from .program import Program, classes_of
from .syntax import walk

__all__ = ["CODE", "Hazard", "Use", "check", "uses"]

CODE = "safestore-unsafe"


class Hazard(Enum):
    """What is used, in the words of the inventory."""

    HATCH = "escape hatch"
    BINDINGS = "raw bindings"
    POINTER = "raw pointer"
    NATIVE_CODE = "native code"
    PRIVATE = "private attribute"
    RAW = "raw wasmtime"
    """An import of wasmtime itself: no finding, only listed."""


class Use(NamedTuple):
    """One use of something unsafe: `name` is what is used, by its full name."""

    place: Place
    hazard: Hazard
    name: str


_HATCHES = "safestore.unsafe"
_BINDINGS = ("wasmtime._ffi", "wasmtime._bindings")

_METHODS: dict[str, Hazard] = {
    "ptr": Hazard.POINTER,
    "data_ptr": Hazard.POINTER,
    "get_buffer_ptr": Hazard.POINTER,
    "deserialize": Hazard.NATIVE_CODE,
    "deserialize_file": Hazard.NATIVE_CODE,
}
# safestore's own checks each access.
_SAFE_IN_SAFESTORE = frozenset({"get_buffer_ptr"})

_WORDS: dict[Hazard, str] = {
    Hazard.HATCH: "`{}` is an escape hatch: what its docstring asks for is not checked",
    Hazard.BINDINGS: "`{}` is wasmtime's C API, which checks nothing",
    Hazard.POINTER: "`{}` gives a raw pointer, which is good only as long as nothing moves or "
    "frees what it points to",
    Hazard.NATIVE_CODE: "`{}` runs whatever native code it is given",
    Hazard.PRIVATE: "`{}` is private: it goes past every check",
}
_MEND = "; only modules that `allow_unsafe` names may do that"


def check(program: Program, tree: MypyFile) -> Iterable[Finding]:
    """The findings of one module: none where the settings allow it to be unsafe."""
    if program.settings.may_be_unsafe(tree.fullname):
        return
    for use in uses(program, tree):
        if use.hazard is not Hazard.RAW:
            yield Finding(use.place, CODE, _WORDS[use.hazard].format(use.name) + _MEND)


def uses(program: Program, tree: MypyFile) -> Iterator[Use]:
    """Everything unsafe that a module uses, allowed or not."""
    hatches = _hatches(program)
    nodes = list(walk(tree))
    imported: set[str] = set()
    for node in nodes:
        for hazard, name in _imports(node):
            imported.add(name)
            yield Use(Place.of(tree.path, node), hazard, name)
    for node in nodes:
        if not isinstance(node, RefExpr):
            continue
        found = _reference(program, node, hatches, imported)
        if found is not None:
            yield Use(Place.of(tree.path, node), *found)


def _imports(node: Node) -> Iterator[tuple[Hazard, str]]:
    names: list[str] = []
    if isinstance(node, Import):
        names = [name for name, _ in node.ids]
    elif isinstance(node, ImportFrom) and not node.relative:
        names = [f"{node.id}.{name}" for name, _ in node.names]
    elif isinstance(node, ImportAll) and not node.relative:
        names = [node.id]
    seen: set[tuple[Hazard, str]] = set()
    for name in names:
        if name.split(".")[0] != "wasmtime":
            continue
        found = Hazard.RAW, "wasmtime"
        for module in _BINDINGS:
            if name == module or name.startswith(f"{module}."):
                found = Hazard.BINDINGS, module
        if found not in seen:
            seen.add(found)
            yield found


def _reference(
    program: Program, node: RefExpr, hatches: dict[str, str], imported: set[str]
) -> tuple[Hazard, str] | None:
    fullname = node.fullname or (node.node.fullname if node.node is not None else "")
    if fullname in hatches:
        return Hazard.HATCH, hatches[fullname]
    if fullname in _BINDINGS:
        # Who imported it has been told already.
        named = isinstance(node, MemberExpr) and fullname not in imported
        return (Hazard.BINDINGS, fullname) if named else None
    if not isinstance(node, MemberExpr):
        return None
    name = node.name
    private = name.startswith("_") and not name.endswith("__")
    if not private and name not in _METHODS:
        return None
    for info in _classes(program.type_of(node.expr)):
        hazard = _member(info, name)
        if hazard is not None:
            return hazard, f"{_public(info)}.{name}"
    return None


def _member(info: TypeInfo, name: str) -> Hazard | None:
    """What an attribute of a class is, if it is wasmtime's or safestore's."""
    if not any(_package(base) == "wasmtime" for base in info.mro):
        return None
    for base in info.mro:
        if name in base.names:
            package = _package(base)
            if package not in ("wasmtime", "safestore"):
                # The user's own class has it under that name.
                return None
            break
    if name in _SAFE_IN_SAFESTORE and any(_package(base) == "safestore" for base in info.mro):
        return None
    return _METHODS.get(name, Hazard.PRIVATE)


def _package(info: TypeInfo) -> str:
    return info.module_name.split(".")[0]


def _public(info: TypeInfo) -> str:
    """The name of a class as its users write it: without the modules that nobody sees."""
    if _package(info) == "wasmtime":
        component = "component." if ".component." in info.fullname else ""
        return f"wasmtime.{component}{info.name}"
    return info.name


def _classes(type: ProperType | None) -> Iterator[TypeInfo]:
    """The classes of the values of a type, and a class that is itself the value."""
    if isinstance(type, UnionType):
        for item in type.items:
            yield from _classes(proper(item))
    elif isinstance(type, TypeVarType):
        yield from _classes(proper(type.upper_bound))
    elif isinstance(type, TypeType):
        yield from _classes(type.item)
    elif isinstance(type, FunctionLike) and type.is_type_obj():
        yield type.type_object()
    else:
        yield from classes_of(type)


def _hatches(program: Program) -> dict[str, str]:
    """The functions of safestore.unsafe: the names where they are defined, and where they are
    asked for."""
    module = program.modules.get(_HATCHES)
    if module is None:
        return {}
    found: dict[str, str] = {}
    for name, entry in module.names.items():
        # Those in __all__: what the module itself imports and defines besides is not public.
        if entry.module_public and entry.node is not None and not name.startswith("_"):
            found[f"{_HATCHES}.{name}"] = f"{_HATCHES}.{name}"
            found[entry.node.fullname] = f"{_HATCHES}.{name}"
    return found
