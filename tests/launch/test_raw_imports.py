"""wasmtime's and safestore's own code never gets the facade."""

from __future__ import annotations

import ast
import dis
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import wasmtime
import wasmtime.component

import safestore
from safestore.launch import raw_imports
from tests.launch.runs import output, run_below

PACKAGE = Path(safestore.__file__).parent


def test_late_importers_of_the_installed_wasmtime() -> None:
    """Each can be mended by renaming: its code uses the name for nothing but the import."""
    assert wasmtime.component
    found = raw_imports.late_importers("wasmtime")
    assert {function.__qualname__ for function in found} == {"wrap_extern", "get_extern_ptr"}
    for function in found:
        mended = raw_imports._renamed(function.__code__, "wasmtime")
        assert "wasmtime" not in mended.co_names
        assert not any(step.argval == "wasmtime" for step in dis.get_instructions(mended))


def test_they_get_the_real_one(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import wasmtime, wasmtime._extern as extern, wasmtime._store as store\n"
        "from wasmtime._func import Func\n"
        "from wasmtime._types import FuncType\n"
        "wasmtime.Func = None  # as different from the real one as can be\n"
        "func = Func(store.Store(), FuncType([], []), lambda: None)\n"
        "print(type(extern.wrap_extern(extern.get_extern_ptr(func))) is Func)\n"
    )
    assert output(run_below(script)) == "True\n"


def test_safestore_imports_wasmtime_early_only() -> None:
    """What of safestore is loaded after the facade is in place would get the facade as `raw`."""
    early = loaded_with_the_facade()
    trigger = PACKAGE / "launch" / "on_import.py"  # imports it for what that sets off
    for path in set(PACKAGE.rglob("*.py")) - {trigger}:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        name = ".".join(("safestore", *path.relative_to(PACKAGE).with_suffix("").parts))
        name = name.removesuffix(".__init__")
        for node, is_early in imports_of_wasmtime(tree, early=name in early):
            assert is_early, (
                f"{path}:{node.lineno}: under `safestore run` this import gives the facade; import "
                "wasmtime at the top of a module that `import safestore` loads, or have "
                "safestore/launch/facade.py load this one"
            )


def loaded_with_the_facade() -> set[str]:
    text = "import sys, safestore.launch.facade; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", text], capture_output=True, text=True, check=True
    )
    return set(result.stdout.split())


def imports_of_wasmtime(node: ast.AST, *, early: bool) -> Iterator[tuple[ast.stmt, bool]]:
    """Each statement that imports wasmtime, and whether it runs early."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        names = []
        if isinstance(child, ast.Import):
            names = [alias.name for alias in child.names]
        elif isinstance(child, ast.ImportFrom) and not child.level:
            names = [child.module or ""]
        # Private submodules are the same under both names.
        if isinstance(child, ast.stmt) and {"wasmtime", "wasmtime.component"} & set(names):
            yield child, early
        inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from imports_of_wasmtime(child, early=early and not inside)
