"""Which modules can have anything to do with stores: those that import safestore or wasmtime.

And what those import of the program's own: a base class or a helper need not know what a store is
to hand one to a thread.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from mypy.nodes import Import, ImportAll, ImportFrom, MypyFile

from ..program import Program

__all__ = ["concerned", "imported_names", "is_typeshed"]

_ROOTS = ("safestore", "wasmtime")


def concerned(program: Program) -> frozenset[str]:
    """The names of the modules that import safestore or wasmtime, by however many steps, and of
    those that they import.

    A project that marks classes of its own says that all of its modules may have to do with it.
    """
    names = [name for name, tree in program.modules.items() if not is_typeshed(tree)]
    if program.settings.not_send:
        return frozenset(names)
    importers: defaultdict[str, list[str]] = defaultdict(list)
    imports: dict[str, list[str]] = {}
    reached = [name for name in names if name.split(".")[0] in _ROOTS]
    for name in names:
        tree = program.modules[name]
        if not tree.defs:
            # Known from mypy's cache, which does not say what it imports.
            reached.append(name)
        imports[name] = list(_imports(tree))
        for imported in imports[name]:
            importers[imported].append(name)
    found = set(reached)
    while reached:
        for importer in importers[reached.pop()]:
            if importer not in found:
                found.add(importer)
                reached.append(importer)
    reached.extend(found)
    while reached:
        for imported in imports.get(reached.pop(), ()):
            below = program.modules.get(imported)
            if imported in imports and imported not in found and not (below and below.is_stub):
                found.add(imported)
                reached.append(imported)
    return frozenset(found)


def is_typeshed(tree: MypyFile) -> bool:
    """Whether a module is one of those that come with mypy."""
    return tree.is_stub and "typeshed" in tree.path


def _imports(tree: MypyFile) -> Iterator[str]:
    for statement in tree.imports:
        if isinstance(statement, Import):
            for name, _ in statement.ids:
                parts = name.split(".")
                for size in range(len(parts)):
                    yield ".".join(parts[: size + 1])
        elif isinstance(statement, (ImportFrom, ImportAll)):
            module = _absolute(tree, statement.id, statement.relative)
            yield module
            if isinstance(statement, ImportFrom):
                for name, _ in statement.names:
                    yield f"{module}.{name}"


def _absolute(tree: MypyFile, name: str, relative: int) -> str:
    if not relative:
        return name
    parts = tree.fullname.split(".")
    up = relative - 1 if tree.is_package_init_file() else relative
    parts = parts[: len(parts) - up] if up else parts
    return ".".join((*parts, name)) if name else ".".join(parts)


def imported_names(tree: MypyFile) -> dict[str, str]:
    """What the names that a module imports stand for, also those that mypy could not find."""
    names: dict[str, str] = {}
    for statement in tree.imports:
        if isinstance(statement, Import):
            for name, alias in statement.ids:
                first = name.split(".")[0]
                names[alias or first] = name if alias else first
        elif isinstance(statement, ImportFrom):
            module = _absolute(tree, statement.id, statement.relative)
            for name, alias in statement.names:
                names[alias or name] = f"{module}.{name}"
    return names
