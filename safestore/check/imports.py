"""What a module imports, and whose modules there are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mypy.nodes import Import, ImportAll, ImportFrom, MypyFile

__all__ = ["imported", "imported_names", "is_installed", "is_ours", "is_typeshed"]


def imported(tree: MypyFile) -> Iterator[str]:
    """The full names that a module's imports name: modules, the packages that they are in, and
    what is taken from them, which may be modules as well."""
    for statement in tree.imports:
        if isinstance(statement, Import):
            for name, _ in statement.ids:
                yield from _with_parents(name)
        elif isinstance(statement, (ImportFrom, ImportAll)):
            module = _absolute(tree, statement.id, statement.relative)
            yield from _with_parents(module)
            if isinstance(statement, ImportFrom):
                for name, _ in statement.names:
                    yield f"{module}.{name}"


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


def is_ours(module: str) -> bool:
    """Whether a module, by its full name, is of safestore or wasmtime."""
    return module.partition(".")[0] in ("safestore", "wasmtime")


def is_installed(tree: MypyFile) -> bool:
    """Whether a module is no part of the project."""
    parts = Path(tree.path).parts
    return "site-packages" in parts or "dist-packages" in parts


def is_typeshed(tree: MypyFile) -> bool:
    """Whether a module is one of those that come with mypy."""
    return tree.is_stub and "typeshed" in tree.path


def _with_parents(name: str) -> Iterator[str]:
    while name:
        yield name
        name = name.rpartition(".")[0]


def _absolute(tree: MypyFile, name: str, relative: int) -> str:
    if not relative:
        return name
    parts = tree.fullname.split(".")
    # A package is its own parent, as it were.
    up = relative - tree.is_package_init_file()
    return ".".join([*parts[: len(parts) - up], *([name] if name else [])])
