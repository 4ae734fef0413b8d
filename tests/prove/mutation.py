"""A guard taken away: replacements of source text, each of which has to fit exactly once."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

__all__ = ["Edit", "Misfit", "Mutation", "apply", "changed", "mutated"]


class Misfit(ValueError):
    """An edit does not fit the source any more: its place is gone, or its text is."""


@dataclass(frozen=True)
class Edit:
    """In the definition `within`, `old` becomes `new`.

    `within` is `package.module:Qual.name`, or a module alone; of several definitions of a name it
    is the last, as at run time. Lines of `old` and `new` are indented as they are in the source.
    """

    within: str
    old: str
    new: str


@dataclass(frozen=True)
class Mutation:
    """One way to disable a guard of an invariant.

    `invariant` and `guard` are as in the ledger. `what` says what the library does without it, in
    a few words. `by` narrows down which of the row's tests have to notice: node ids, with or
    without parameters, or names of twins; all of them if empty. `legal` tells that the mutated
    library still does what is right, so that it is the guard that is missed and nothing else.
    """

    invariant: str
    guard: str
    what: str
    edits: tuple[Edit, ...]
    by: tuple[str, ...] = ()
    legal: bool = True
    seconds: float = 60.0


def apply(root: Path, edits: tuple[Edit, ...]) -> None:
    """Make the edits in the tree at `root`: all, or none and `Misfit`."""
    for path, text in changed(root, edits).items():
        # Python takes a compiled module of the same age and size for this one's.
        for compiled in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
            compiled.unlink()
        path.write_text(text, encoding="utf-8")


def changed(root: Path, edits: tuple[Edit, ...]) -> dict[Path, str]:
    """The files of the tree that the edits change, and what stands in them then.

    Raises `Misfit`.
    """
    texts: dict[Path, str] = {}
    for edit in edits:
        path = _path(root, edit.within.partition(":")[0])
        texts[path] = mutated(texts.get(path) or path.read_text(encoding="utf-8"), edit)
    return texts


def mutated(source: str, edit: Edit) -> str:
    """The source with the edit made. Raises `Misfit`."""
    first, last = _lines(source, edit.within)
    lines = source.splitlines(keepends=True)
    scope = "".join(lines[first:last])
    found = scope.count(edit.old)
    if found != 1:
        raise Misfit(f"{edit.within}: {edit.old!r} stands there {found} times, not once")
    made = "".join(lines[:first]) + scope.replace(edit.old, edit.new) + "".join(lines[last:])
    try:
        ast.parse(made)
    except SyntaxError as error:
        raise Misfit(f"{edit.within}: no Python with {edit.new!r}: {error}") from error
    return made


def _path(root: Path, module: str) -> Path:
    place = root.joinpath(*module.split("."))
    for path in (place.with_suffix(".py"), place / "__init__.py"):
        if path.is_file():
            return path
    raise Misfit(f"there is no module {module}")


def _lines(source: str, within: str) -> tuple[int, int]:
    """The lines of a definition, decorators included, as the bounds of a slice."""
    tree: ast.AST = _parsed(source)
    _, _, qualified = within.partition(":")
    if not qualified:
        return 0, len(source.splitlines())
    for name in qualified.split("."):
        found = [node for node in ast.iter_child_nodes(tree) if name in _names(node)]
        if not found:
            raise Misfit(f"{within}: there is no {name}")
        tree = found[-1]
    assert isinstance(tree, ast.stmt) and tree.end_lineno is not None
    decorators = getattr(tree, "decorator_list", [])
    return min(node.lineno for node in (tree, *decorators)) - 1, tree.end_lineno


@lru_cache(maxsize=64)
def _parsed(source: str) -> ast.Module:
    return ast.parse(source)


def _names(node: ast.AST) -> set[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, ast.Assign):
        return {target.id for target in node.targets if isinstance(target, ast.Name)}
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return {node.target.id}
    return set()
