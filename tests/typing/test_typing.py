"""What type checkers know of safestore, and of plain wasmtime with the stubs.

The programs in `cases/` are checked, never run. `assert_type` in them says what a type has to be,
exactly; a `type: ignore[code]` says that there has to be an error with that code, since mypy
complains of one that is not needed. Where versions of mypy differ in the code, it has none.

`make pyright` gives the same programs to pyright, which is not among the development tools.

    guarded   safestore, as its users see it; the stubs take nothing away
    stubbed   safestore, when the stubs are there
    plain     wasmtime without safestore, with the stubs
"""

from __future__ import annotations

from pathlib import Path

from .checker import CASES, complaints, needs_mypy

# Up to 1.15 mypy takes no function for a `Callable[Concatenate[Caller, ...], object]`, and the
# assignment of a setting for a reading of it.
pytestmark = needs_mypy(1, 16)


def test_safestore(tmp_path: Path) -> None:
    assert complaints(CASES / "guarded", stubs=False, cache=tmp_path) == []


def test_with_the_stubs(tmp_path: Path) -> None:
    assert complaints(CASES, stubs=True, cache=tmp_path) == []


def test_a_case_that_is_wrong_is_reported(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(
        "from typing import Any\n"
        "from typing_extensions import assert_type\n"
        "def f(number: int, unknown: Any) -> None:\n"
        "    assert_type(number, str)\n"
        "    assert_type(unknown, int)\n"
        "    number.bit_length()  # type: ignore[arg-type]\n"
        "    number.upper()\n"
    )
    found = complaints(planted, stubs=False, cache=tmp_path / "cache")
    assert [line.partition("planted.py:")[2].partition(":")[0] for line in found] == [*"4567"]
