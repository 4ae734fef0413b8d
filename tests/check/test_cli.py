"""`safestore check`: its options, its exit status, and what it says when it cannot run."""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from safestore import cli as command
from safestore.check import cli
from safestore.check.rules import RULES

from .conftest import Check, Write

ROOT = Path(__file__).parents[2]
UNSAFE = """\
from safestore import Memory, Store
def f(store: Store, m: Memory) -> object:
    return m.data_ptr(store)
"""


def test_the_exit_status(check: Check, write: Write) -> None:
    write("clean.py", "x = 1\n")
    write("app.py", UNSAFE)
    assert check("clean.py").status == 0
    assert check("app.py").status == 1
    assert check("nowhere.py").status == 2


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_a_run_that_cannot_be_made_prints_nothing(check: Check, write: Write, form: str) -> None:
    write("app.py", "def f(:\n")
    status, out, err = check("--format", form, "app.py")
    assert (status, out) == (2, "")
    assert "app.py:1" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "PATHS are missing"),
        (["--format", "xml", "app.py"], "invalid choice: 'xml'"),
        (["--nonsense", "app.py"], "unrecognized arguments: --nonsense"),
        (["--inventory", "--format", "sarif", "app.py"], "--inventory is text or json"),
    ],
)
def test_wrong_usage(check: Check, arguments: list[str], message: str) -> None:
    status, out, err = check(*arguments)
    assert (status, out) == (2, "")
    assert message in err


@pytest.mark.parametrize("code", list(RULES))
def test_a_code_is_explained(check: Check, code: str) -> None:
    status, out, err = check("--explain", code)
    assert (status, err) == (0, "")
    assert out.startswith(f"{code}: {RULES[code].title}\n")
    assert check("--explain", code.removeprefix("safestore-")).out == out


def test_an_unknown_code_is_not(check: Check) -> None:
    status, out, err = check("--explain", "safestore-nonsense")
    assert (status, out) == (2, "")
    assert "there is no code safestore-nonsense; there are" in err
    for code in RULES:
        assert f"  {code}: " in err


def test_the_settings_are_found_or_named(check: Check, write: Write) -> None:
    write("app.py", UNSAFE)
    write("other.toml", "[tool.safestore]\nallow_unsafe = ['app']\n")
    assert check("app.py").status == 1
    assert check("--config", "other.toml", "app.py").status == 0
    write("pyproject.toml", "[tool.safestore]\nallow_unsafe = ['app']\n")
    assert check("app.py").status == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [("[tool.safestore", "is no valid TOML"), ("[tool.safestore]\nx = 1", "knows no `x`")],
)
def test_settings_that_are_wrong(check: Check, write: Write, text: str, message: str) -> None:
    write("app.py", "")
    write("pyproject.toml", text)
    for arguments in (["app.py"], ["--inventory", "app.py"], ["--config", "gone.toml", "app.py"]):
        status, out, err = check(*arguments)
        assert (status, out) == (2, "")
        assert (message if "--config" not in arguments else "cannot read gone.toml") in err


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ([], {}, False),
        (["--color", "always"], {}, True),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        (["--format", "json", "--color", "always"], {}, False),
        (["--inventory", "--color", "always"], {}, True),
    ],
)
def test_colour(
    check: Check,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    environment: dict[str, str],
    coloured: bool,
) -> None:
    write("app.py", UNSAFE)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\033[" in check(*arguments, "app.py").out) is coloured


def test_a_terminal_has_colour_unless_it_is_dumb(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    assert cli._in_colour("auto")
    monkeypatch.setenv("TERM", "dumb")
    assert not cli._in_colour("auto")


@pytest.mark.parametrize(
    ("installed", "message"),
    [
        (None, 'mypy is needed, and is not installed here: pip install "safestore[check]"'),
        ("1.14.1", "mypy 1.14.1 is too old, 1.15 or later is needed"),
    ],
)
def test_without_a_mypy_that_will_do(
    check: Check,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    installed: str | None,
    message: str,
) -> None:
    def version(name: str) -> str:
        if installed is None:
            raise importlib.metadata.PackageNotFoundError(name)
        return installed

    monkeypatch.setattr(cli, "version", version)
    write("app.py", UNSAFE)
    status, out, err = check("app.py")
    assert (status, out) == (2, "")
    assert message in err
    assert check("--explain", "safestore-leak").status == 0


def run(*arguments: str, cwd: Path, cache: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return subprocess.run(
        [sys.executable, "-m", "safestore", "check", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path, "MYPY_CACHE_DIR": str(cache), **more},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_as_a_process(write: Write, tmp_path: Path, mypy_cache: Path) -> None:
    write("app.py", UNSAFE)
    done = run("--format", "json", "app.py", cwd=tmp_path, cache=mypy_cache)
    assert (done.returncode, done.stderr) == (1, "")
    assert [each["line"] for each in json.loads(done.stdout)] == [3]


def test_a_stream_that_cannot_say_it(write: Write, tmp_path: Path, mypy_cache: Path) -> None:
    write("app.py", UNSAFE.replace("m.data_ptr(store)", 'm.data_ptr(store), "é"'))
    done = run("app.py", cwd=tmp_path, cache=mypy_cache, PYTHONIOENCODING="ascii")
    assert done.returncode == 1, done.stderr
    assert r'return m.data_ptr(store), "\xe9"' in done.stdout


def test_a_reader_that_goes_away(
    write: Write, tmp_path: Path, mypy_cache: Path, check: Check
) -> None:
    write("app.py", UNSAFE + "".join("    m.data_ptr(store)\n" for _ in range(500)))
    check("app.py")
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "safestore", "check", "app.py"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": path, "MYPY_CACHE_DIR": str(mypy_cache)},
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")


def test_the_command_of_the_package_has_it(
    check: Check, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("app.py", UNSAFE)
    assert command.main(["check", "app.py"]) == 1
    assert "[safestore-unsafe]" in capsys.readouterr().out


def test_the_runtime_does_not_import_it() -> None:
    program = "import sys, safestore.cli; print([n for n in sys.modules if 'mypy' in n])"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.stdout == "[]\n"


def test_a_reader_that_goes_away_is_no_error() -> None:
    code = "from safestore.cli import main; main()"
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-c", code, "check", "--explain", "safestore-leak"],
            stdout=closed,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )
    # 0 when all of it went into a buffer.
    assert done.returncode in (0, 2) and done.stderr == ""
