"""Displaced signal handlers are noticed before guest code runs (K3)."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from .alone import run_alone

if sys.platform in ("win32", "darwin"):
    pytest.skip("wasmtime uses no signal handlers here", allow_module_level=True)

PROGRAM = Path(__file__).parent / "programs" / "trap_handlers.py"
CASES = [
    node.name
    for node in ast.parse(PROGRAM.read_text(encoding="utf-8")).body
    if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
]


@pytest.mark.parametrize("case", CASES)
def test_displaced_handlers(case: str) -> None:
    run_alone("trap_handlers", case)
