"""Whether a test of the ledger exists, found in the syntax tree without running anything.

Only what pytest would collect and run counts: a function whose name does not begin with `test`,
or one that is always skipped or expected to fail, proves nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

__all__ = ["NodeIndex"]

_NEVER_RUN = ("mark.skip", "mark.xfail", "unittest.skip", "unittest.expectedFailure")

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class NodeIndex:
    """The test functions of a checkout; each file is read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._trees: dict[str, ast.Module | str] = {}

    def missing(self, node: str) -> str | None:
        """Why `path.py::name` or `path.py::Class::name` is no test, or None if it is one."""
        path, *names = node.split("::")
        file = path.rpartition("/")[2]
        if not (file.startswith("test_") or file.endswith("_test.py")):
            return f"pytest does not collect {file}"
        tree = self._tree(path)
        if isinstance(tree, str):
            return tree
        scope: ast.AST = tree
        where = path
        for depth, name in enumerate(names, start=1):
            found = _defined(scope, name)
            if found is None:
                return f"{where} has no {name}"
            last = depth == len(names)
            if last == isinstance(found, ast.ClassDef):
                return f"{name} is {'a class' if last else 'not a class'}"
            if not _is_collected(found):
                return f"pytest does not collect {name}"
            if _is_never_run(found):
                return f"{name} is skipped or expected to fail"
            scope, where = found, name
        return None

    def _tree(self, path: str) -> ast.Module | str:
        if path not in self._trees:
            try:
                self._trees[path] = ast.parse((self._root / path).read_bytes(), path)
            except OSError:
                self._trees[path] = f"there is no file {path}"
            except (SyntaxError, ValueError) as error:
                self._trees[path] = f"{path} cannot be parsed: {error}"
        return self._trees[path]


def _defined(scope: ast.AST, name: str) -> _Definition | None:
    """The last definition of `name` in a scope: an earlier one is shadowed and never runs."""
    found = None
    for definition in _definitions(scope):
        if definition.name == name:
            found = definition
    return found


def _definitions(scope: ast.AST) -> Iterator[_Definition]:
    """Definitions that run with the scope itself, also those under `if`, `try` and `with`."""
    for child in ast.iter_child_nodes(scope):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield child
        elif isinstance(child, (ast.If, ast.Try, ast.With, ast.ExceptHandler)):
            yield from _definitions(child)


def _is_collected(found: _Definition) -> bool:
    if not isinstance(found, ast.ClassDef):
        return found.name.startswith("test")
    bases = [ast.unparse(base) for base in found.bases]
    return found.name.startswith("Test") or any(base.endswith("TestCase") for base in bases)


def _is_never_run(found: _Definition) -> bool:
    for decorator in found.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if ast.unparse(called).endswith(_NEVER_RUN):
            return True
    return False
