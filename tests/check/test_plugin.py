"""What any finding goes through on its way to mypy's output; the rule that finds is made up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from mypy.plugin import Plugin

import safestore.check.mypy

if not hasattr(Plugin, "get_additional_indirect_deps"):
    pytest.skip("mypy is too old for the plugin", allow_module_level=True)

from . import made_up
from .projects import CONFIGURATION, mypy, write

MADE_UP = (
    # With a class of its own each module of a project is looked at.
    '[tool.safestore]\nnot_send = ["a.Own"]\n'
    f'[tool.mypy]\nplugins = ["{Path(made_up.__file__).as_posix()}"]\n'
)
BAD = "def bad() -> int:\n    return 1\n"


def project(directory: Path, *, configuration: str = "", **sources: str) -> None:
    write(directory, {f"{name}.py": text for name, text in sources.items()})
    write(directory, {"pyproject.toml": MADE_UP + configuration})


def test_findings_are_errors_of_mypy(tmp_path: Path) -> None:
    project(
        tmp_path,
        configuration="warn_unused_ignores = true\n",
        a=BAD
        + "def f() -> None:\n"
        + "    bad()\n"
        + "    bad()  # type: ignore[safestore-moved]\n"
        + "    print(bad())\n"
        + "    len('')  # type: ignore[safestore-moved]\n",
    )
    said = mypy(tmp_path, "--show-column-numbers", "--show-error-end", "a.py")
    assert said.output.splitlines() == [
        "a.py:4:5:4:9: error: it is bad  [safestore-moved]",
        "a.py:4:5:4:9: note: right here",
        "a.py:4:5:4:9: note: from here (line 1)",
        "a.py:6:11:6:15: error: it is bad  [safestore-moved]",
        "a.py:6:11:6:15: note: right here",
        "a.py:6:11:6:15: note: from here (line 1)",
        'a.py:7: error: Unused "type: ignore" comment  [unused-ignore]',
    ]
    # From the cache.
    again = mypy(tmp_path, "--show-column-numbers", "--show-error-end", "a.py")
    assert (again.output, again.status) == (said.output, 1)

    (first, _, _) = map(json.loads, mypy(tmp_path, "-O", "json", "a.py").output.splitlines())
    assert (first["line"], first["column"], first["code"]) == (4, 4, "safestore-moved")
    assert first["hint"] == "right here\nfrom here (line 1)"

    disabled = mypy(tmp_path, "--disable-error-code=safestore-moved", "a.py")
    assert disabled.found == ["a.py:5 unused-ignore", "a.py:7 unused-ignore"]
    assert mypy(tmp_path, "--disable-error-code=safestore-mov", "a.py").status == 2


def test_modules_whose_errors_are_ignored(tmp_path: Path) -> None:
    project(
        tmp_path,
        configuration='[[tool.mypy.overrides]]\nmodule = "b"\nignore_errors = true\n',
        a=BAD,
        b="from a import bad\nbad()\n",
        c="# mypy: ignore-errors\nfrom a import bad\nbad()\n",
        d="# mypy: disable-error-code=safestore-moved\nfrom a import bad\nbad()\n",
        e="from a import bad\nbad()\n",
    )
    assert mypy(tmp_path, ".").found == ["e.py:2 safestore-moved"]


def test_what_is_known_of_other_modules(tmp_path: Path) -> None:
    def found(*arguments: str) -> list[str]:
        return sorted(mypy(tmp_path, *arguments, ".").found)

    project(
        tmp_path,
        a=BAD + "def deep() -> None:\n    bad()\n",
        b="from a import deep\ndef g() -> None:\n    deep()\n",
        c="import b\nb.g()\n",
        d="import c\nlen('')\n",
    )
    cold = ["a.py:4 safestore-moved", "b.py:3 safestore-moved", "c.py:2 safestore-moved"]
    assert found() == cold
    assert found() == cold
    # A body changes, and nothing that mypy would look at another module for.
    write(tmp_path, {"a.py": BAD + "def deep() -> None:\n    print()\n"})
    assert found() == []
    write(tmp_path, {"a.py": BAD + "def deep() -> None:\n    bad()\n    print()\n"})
    assert found() == cold
    # What b imports has not changed, and has to be there with its bodies.
    write(tmp_path, {"b.py": "from a import deep\ndef g() -> None:\n\n    deep()\n"})
    assert found() == [*cold[:1], "b.py:4 safestore-moved", *cold[2:]]
    # A new module, when the cache has no bodies of what it imports: complete from then on.
    write(tmp_path, {"e.py": "import b\nb.g()\n"})
    found()
    assert "e.py:2 safestore-moved" in found()
    assert "e.py:2 safestore-moved" in found()
    (tmp_path / "e.py").unlink()
    # Which modules a process gets is left to chance: what others do is not known there.
    for _ in range(2):
        assert found("--num-workers=2", "--cache-dir=another") == cold[:1]


def test_without_a_cache(tmp_path: Path) -> None:
    project(
        tmp_path,
        a=BAD + "def deep() -> None:\n    bad()\n",
        b="from a import deep\ndef g() -> None:\n    deep()\n",
    )
    expected = ["a.py:4 safestore-moved", "b.py:3 safestore-moved"]
    assert sorted(mypy(tmp_path, "--cache-dir=/dev/null", ".").found) == expected
    assert not (tmp_path / ".mypy_cache").exists()


@pytest.mark.parametrize("arguments", [["."], ["-n2", "."], ["--no-local-partial-types", "."]])
def test_modules_that_import_each_other(tmp_path: Path, arguments: list[str]) -> None:
    # Each is looked at with what the other's functions do, whichever comes first.
    module = (
        "import {other}\n"
        "from safestore import Pinned, Store\n"
        "def give(pin: Pinned[Store]) -> None:\n"
        "    same = pin\n"
        "    same.transfer().discard()\n"
        "def use(pin: Pinned[Store]) -> None:\n"
        "    {other}.give(pin)\n"
        "    pin.value.gc()\n"
        "    number: int = ''\n"
        "    print('')  # type: ignore[misc]\n"
    )
    write(tmp_path, {"a.py": module.format(other="b"), "b.py": module.format(other="a")})
    each = ["8 safestore-moved", "9 assignment", "10 unused-ignore"]
    expected = {f"{name}.py:{line}" for name in "ab" for line in each}
    for _ in range(2):
        assert set(mypy(tmp_path, "--warn-unused-ignores", *arguments).found) == expected


def test_a_module_in_which_nothing_is_called(tmp_path: Path) -> None:
    project(
        tmp_path,
        a="bad_name: int\ndef f(bad_name: str) -> object:\n    return bad_name\n",
    )
    for arguments in (["a.py"], ["--num-workers=1", "a.py"]):
        said = mypy(tmp_path, "--no-incremental", *arguments)
        assert "a.py:3: error: it is str  [safestore-send]" in said.output, said


def test_an_analysis_that_breaks_is_an_error_of_its_own(tmp_path: Path) -> None:
    project(tmp_path, a=BAD + "def broken() -> None:\n    bad()\n", b="from a import bad\nbad()\n")
    said = mypy(tmp_path, ".")
    assert said.found == ["a.py:1 safestore-internal", "b.py:2 safestore-moved"]
    assert "ZeroDivisionError: broken is broken" in said.output
    assert "report it" in said.output
    assert said.status == 1


def test_files_beside_the_cache_that_are_broken(tmp_path: Path) -> None:
    project(tmp_path, a=BAD + "def f() -> None:\n    bad()\n", b="import a\na.f()\n")
    found = sorted(mypy(tmp_path, ".").found)
    assert found == ["a.py:4 safestore-moved", "b.py:2 safestore-moved"]
    (kept,) = tmp_path.glob(".mypy_cache/*/@safestore/a.json")
    for text in ("", "[]", '["", "", "", 3]', "\0"):
        kept.write_text(text)
        assert sorted(mypy(tmp_path, ".").found) == found


def test_a_mypy_that_is_too_old(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class OldPlugin:
        pass

    monkeypatch.setattr(safestore.check.mypy, "Plugin", OldPlugin)
    assert safestore.check.mypy.plugin("1.19.0").__name__ == "OldPlugin"
    said = capsys.readouterr()
    assert "mypy 1.19.0 is too old" in said.err
    assert "safestore check" in said.err
    assert not said.out


def test_settings_that_cannot_be_read(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": BAD, "pyproject.toml": CONFIGURATION + "[tool.safestore]\nsend = 1\n"})
    for workers in (0, 1):
        said = mypy(tmp_path, f"--num-workers={workers}", "a.py")
        assert said.status == 2
        assert "pyproject.toml: [tool.safestore] send has to be a list" in said.errors
        assert "Traceback" not in said.errors + said.output
