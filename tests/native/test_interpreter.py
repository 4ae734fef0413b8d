"""Interpreters that the native layer was not tried in are refused, in words."""

from __future__ import annotations

import subprocess
import sys
import sysconfig

import pytest

from safestore.errors import AbiError
from safestore.native.interpreter import check_interpreter


def test_the_main_interpreter_is_taken() -> None:
    check_interpreter()


def test_a_build_without_the_gil_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sysconfig, "get_config_var", lambda name: name == "Py_GIL_DISABLED")
    with pytest.raises(AbiError, match="free-threaded"):
        check_interpreter()


_SUB = """
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
try:
    made = interpreters.create("legacy")
except TypeError:
    made = interpreters.create()
failed = None
try:
    failed = interpreters.run_string(made, '''
try:
    import safestore
except Exception as error:
    print(type(error).__name__, error)
else:
    print("taken")
''')
except Exception as error:
    print("failed", error)
if failed is not None:
    print("failed", failed)
"""


def test_a_subinterpreter_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SUB], capture_output=True, text=True, timeout=60, check=False
    )
    # Either we refuse, or CPython refuses an extension module that comes before us.
    assert done.returncode == 0, done.stderr
    assert "taken" not in done.stdout
    assert "AbiError" in done.stdout or "ImportError" in done.stdout, done.stdout + done.stderr
