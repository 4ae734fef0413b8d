"""Finds uses of cffi and ctypes outside `safestore/native/` (invariant N2).

What is found: every form of import statement, an import by a name written as a string
(`import_module("ctypes")`, `__import__("cffi")`, `sys.modules["ctypes"]`), and wasmtime's own
ctypes modules reached through an attribute (`wasmtime._ffi`, `wasmtime._func.ffi`). It is a
search in the text and not a proof: a module name put together at run time is not found.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Use", "uses", "uses_in_package"]

# Modules that hand out foreign memory or foreign functions; their submodules do too.
_MODULES = frozenset(
    {"_cffi_backend", "_ctypes", "cffi", "ctypes", "wasmtime._bindings", "wasmtime._ffi"}
)
# Names under which other modules carry them about: `wasmtime._func.ffi`, `native.library.ffi`.
_HANDLES = frozenset({"_bindings", "_cffi_backend", "_ctypes", "_ffi", "cffi", "ctypes", "ffi"})
_ALLOWED = "native"


@dataclass(frozen=True)
class Use:
    """One use: the path as given, the line (from 1) and what stands there."""

    path: str
    line: int
    what: str


def uses_in_package(package: Path) -> list[Use]:
    """All uses in the package's files outside its `native/`, in the order of the paths."""
    found = []
    for path in sorted(package.rglob("*.py")):
        inside = path.relative_to(package)
        if inside.parts[0] != _ALLOWED:
            found += uses(path.read_bytes(), (package.name / inside).as_posix())
    return found


def uses(source: bytes | str, path: str) -> list[Use]:
    """All uses in one file, by line. A file that cannot be parsed counts as one use."""
    try:
        tree = ast.parse(source, path)
    except (SyntaxError, ValueError) as error:
        line = error.lineno if isinstance(error, SyntaxError) else None
        return [Use(path, line or 1, f"cannot be parsed: {error}")]
    found = {
        Use(path, node.lineno, what)
        for node in ast.walk(tree)
        if isinstance(node, (ast.stmt, ast.expr))
        for what in _foreign(node)
    }
    return sorted(found, key=lambda use: (use.line, use.what))


def _foreign(node: ast.stmt | ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            if _is_foreign(alias.name):
                yield f"import {alias.name}"
    elif isinstance(node, ast.ImportFrom):
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            if (
                _is_foreign(module)
                or _is_foreign(f"{module}.{alias.name}")
                or alias.name in _HANDLES
            ):
                yield f"from {module} import {alias.name}"
    elif isinstance(node, ast.Attribute):
        if node.attr in _HANDLES:
            yield ast.unparse(node)
    elif isinstance(node, ast.Call):
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        if any(_is_foreign_name(argument) for argument in given):
            yield ast.unparse(node)
    elif isinstance(node, ast.Subscript) and _is_foreign_name(node.slice):
        yield ast.unparse(node)


def _is_foreign(module: str) -> bool:
    parts = module.split(".")
    return any(".".join(parts[:length]) in _MODULES for length in range(1, len(parts) + 1))


def _is_foreign_name(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and (_is_foreign(node.value) or node.value in _HANDLES)
    )
