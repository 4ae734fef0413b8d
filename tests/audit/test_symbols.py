"""Guards and errors, resolved by import."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from safestore.audit.symbols import missing_error, missing_guard


@pytest.mark.parametrize(
    "symbol",
    [
        "safestore.errors:MisuseError",
        "safestore.errors:WasmtimeError.__init__",
        "safestore.errors:ExitTrap.close",  # inherited from a class of safestore's own
        "safestore.audit.ledger:FAMILIES",
        "safestore.audit.ledger:parse",
    ],
)
def test_what_safestore_defines_is_a_guard(symbol: str) -> None:
    assert missing_guard(symbol) is None


@pytest.mark.parametrize(
    ("symbol", "reason"),
    [
        ("safestore.nowhere:A", "importing safestore.nowhere failed: ModuleNotFoundError"),
        ("safestore.errors:NoSuchError", "safestore.errors has no NoSuchError"),
        ("safestore.errors:ClosedError.refuse", "ClosedError has no refuse"),
        ("safestore.audit.ledger:known_ids.depth", "a function has no depth"),
        ("safestore.audit.ledger:Path", "safestore.audit.ledger only imports Path from pathlib"),
    ],
)
def test_what_does_not_exist_is_no_guard(symbol: str, reason: str) -> None:
    missing = missing_guard(symbol)
    assert missing is not None
    assert missing.startswith(reason)


def test_a_method_inherited_from_wasmtime_is_no_guard() -> None:
    # `_from_ptr` is found by getattr, and would be found still when an override is deleted.
    missing = missing_guard("safestore.errors:WasmtimeError._from_ptr")
    assert missing == "WasmtimeError inherits _from_ptr from wasmtime._error"


def test_a_module_that_raises_at_import_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> ModuleType:
        raise OSError("no library")

    monkeypatch.setattr("importlib.import_module", fail)
    reason = missing_guard("safestore.errors:MisuseError")
    assert reason == "importing safestore.errors failed: OSError: no library"


@pytest.mark.parametrize("name", ["StoreBusyError", "ResourceWarning", "RecursionError"])
def test_exceptions_that_a_user_can_name_are_errors(name: str) -> None:
    assert missing_error(name) is None


def test_an_exception_of_the_front_door_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Trap(Exception):
        pass

    monkeypatch.setattr(sys.modules["safestore"], "Trap", Trap, raising=False)
    assert missing_error("Trap") is None


@pytest.mark.parametrize("name", ["StoreBusy", "print", "annotations"])
def test_anything_else_is_no_error(name: str) -> None:
    assert missing_error(name) == (
        f"no exception class {name} in safestore.errors, in builtins or in safestore"
    )
