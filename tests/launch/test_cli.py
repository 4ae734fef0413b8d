"""The command line of `safestore`, and what it refuses."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from safestore import cli
from safestore.launch import program
from tests.launch.runs import GUARDED, SAYS_WHICH, output, run


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], str]]:
    """What was started, each time as the program and the affinity."""
    calls: list[tuple[list[str], str]] = []

    def start(command: list[str], affinity: str) -> int:
        calls.append((command, affinity))
        return 17

    monkeypatch.setattr(program, "start", start)
    return calls


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("script.py", "script.py"),
        ("--affinity exclusive script.py --affinity pinned -h", "script.py --affinity pinned -h"),
        ("--affinity=exclusive script.py -- -m x", "script.py -- -m x"),
        ("-m module --help -- x", "-m module --help -- x"),
        ("--affinity exclusive -m module", "-m module"),
        ("-mmodule -x", "-mmodule -x"),
        ("- x", "- x"),
    ],
)
def test_run(words: str, command: str, started: list[tuple[list[str], str]]) -> None:
    assert cli.main(["run", *words.split()]) == 17
    assert started == [(command.split(), "exclusive")]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("run", "SCRIPT or -m MODULE is missing"),
        ("run --affinity exclusive", "SCRIPT or -m MODULE is missing"),
        ("run -m", "-m needs the name of a module"),
        ("run --affinity", "expected one argument"),
        ("run --affinity none script.py", "invalid choice: 'none'"),
        ("run --afinity exclusive script.py", "unrecognized arguments"),
        ("run -x script.py", "unrecognized arguments: -x"),
        ("ruin script.py", "invalid choice: 'ruin'"),
        ("--no-such", "unrecognized arguments"),
    ],
)
def test_wrong_usage(
    words: str,
    message: str,
    started: list[tuple[list[str], str]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as raised:
        cli.main(words.split())
    assert raised.value.code == 2
    assert message in capsys.readouterr().err
    assert started == []


def test_without_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    assert "audit" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [("--help", "run"), ("run --help", "-m MODULE"), ("audit --help", "safestore audit")],
)
def test_help(words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        cli.main(words.split())
    assert raised.value.code == 0
    assert said in capsys.readouterr().out


def test_audit_gets_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    from safestore.audit import cli as audit

    calls: list[list[str]] = []

    def main(words: list[str]) -> int:
        calls.append(words)
        return 1

    monkeypatch.setattr(audit, "main", main)
    assert cli.main(["audit", "--quiet"]) == 1
    assert calls == [["--quiet"]]


@pytest.mark.parametrize("flag", ["-E", "-S"])
def test_an_interpreter_that_runs_no_hook_is_refused(flag: str, tmp_path: Path) -> None:
    paths = [entry for entry in sys.path if entry]
    start = (
        f"import sys; sys.path[:] = {paths!r}; sys.argv[1:] = ['run', 'nosuch.py']; "
        "from safestore.cli import main; sys.exit(main())"
    )
    result = run((sys.executable,), flag, "-c", start, cwd=tmp_path)
    assert result.returncode == 2
    assert f"under `python {flag}`" in result.stderr and "not be guarded" in result.stderr


def test_the_installed_command(tmp_path: Path) -> None:
    """The one that pip makes of `safestore.cli:main`."""
    script = tmp_path / "script.py"
    script.write_text(SAYS_WHICH)
    command = tmp_path / "safestore"
    command.write_text("import sys\nfrom safestore.cli import main\nsys.exit(main())\n")
    assert output(run((sys.executable, str(command), "run"), script)) == "exclusive\n"
    assert output(run(GUARDED, "--affinity", "exclusive", script)) == "exclusive\n"
