"""The machinery itself, on a small planted package: what is guarded, tested, both or neither."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from tests.audit import planted
from tests.prove import __main__ as command
from tests.prove import runs, witness
from tests.prove.mutation import Edit, Misfit, Mutation
from tests.prove.proof import TWINS, Result, prove, selected

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")

GATE = '''"""Lets somebody in."""


def enter(who):
    if who is None:
        raise ValueError("nobody")
    return who


def leave(who):
    if who is None:
        raise ValueError("nobody")
    return who


def rest(who):
    if who is None:
        raise ValueError("nobody")
    while who is None:
        pass
    return who


def fall(who):
    if who is None:
        raise ValueError("nobody")
    if who is None:
        import os

        os.abort()
    return who


def knock(who):
    if who is None:
        raise ValueError("nobody")
    return who
'''

TESTS = """import pytest

from safestore import gate


def test_somebody():
    for entry in (gate.enter, gate.leave, gate.rest, gate.fall, gate.knock):
        assert entry(1) == 1


@pytest.mark.parametrize("entry", [gate.enter, gate.rest, gate.fall])
def test_nobody(entry):
    with pytest.raises(ValueError):
        entry(None)


@pytest.mark.parametrize("entry", [gate.knock])
def test_which_fails_in_any_case(entry):
    assert entry(None) is not None
"""

FIRST, ALWAYS = (
    "tests/test_gate.py::test_nobody",
    "tests/test_gate.py::test_which_fails_in_any_case",
)
NAMES = ("enter", "leave", "rest", "fall")


def mutation(name: str, new: str = "if False:", **changes: Any) -> Mutation:
    guard = f"safestore.gate:{name}"
    # The first of two, where there are two.
    old = 'if who is None:\n        raise ValueError("nobody")'
    edit = Edit(guard, old, f'{new}\n        raise ValueError("nobody")')
    return Mutation("R1", guard, name, (edit,), **{"seconds": 30.0, **changes})


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("planted")
    source = Path(witness.__file__).read_text(encoding="utf-8")
    for path, content in {
        "pyproject.toml": planted.PYPROJECT,
        ".venv/large": "",
        "safestore/__init__.py": "",
        "safestore/gate.py": GATE,
        "tests/__init__.py": "",
        "tests/test_gate.py": TESTS,
        "tests/prove/__init__.py": "",
        "tests/prove/witness.py": source,
        "tests/prove/legal.py": "from safestore import gate\n\nassert gate.leave(1) == 1\n",
    }.items():
        planted.write(root, path, content)
    return root


ROW = planted.row(
    guards=[f"safestore.gate:{name}" for name in (*NAMES, "knock", "watch")],
    tests=["tests/test_gate.py::test_somebody", FIRST, ALWAYS],
    twins=[],
)
LEDGER = planted.ledger(ROW, planted.row("R2"))


@pytest.fixture(scope="module")
def results(tree: Path) -> list[Result]:
    mutations = [
        mutation("enter", by=(FIRST,)),
        mutation("leave", by=("tests/test_gate.py::test_somebody", FIRST)),
        mutation("rest", by=(FIRST,), seconds=10.0),
        mutation("fall", by=(FIRST,)),
        mutation("knock", by=(ALWAYS,)),
        mutation("leave", "if True:", by=(FIRST,)),
        mutation("leave", "if True:", legal=False, by=("tests/test_gate.py::test_gone",)),
        mutation("leave", "if True:", legal=False, by=(f"{FIRST}[gone]",)),
        mutation("enter", by=("r1_gone",)),
        Mutation("R1", "safestore.gate:enter", "drifted", (Edit("safestore.gate", "if you", ""),)),
        Mutation("R1", "safestore.gate:stay", "no such guard", ()),
    ]
    return prove(tree, mutations, LEDGER.invariants[:1], 2, lambda result: None)


def test_what_comes_of_each(results: list[Result]) -> None:
    got = [(result.what, result.verdict) for result in results]
    assert got == [
        ("", "no mutation"),
        ("enter", "failed"),
        ("leave", "survived"),
        ("rest", "hung"),
        ("fall", "crashed"),
        ("knock", "no control"),
        ("leave", "broken"),
        ("leave", "misfit"),
        ("leave", "broken"),
        ("enter", "misfit"),
        ("drifted", "misfit"),
        ("no such guard", "misfit"),
    ]
    assert [result.what for result in results if result.proved] == ["enter", "rest", "fall"]


def test_who_noticed_and_why(results: list[Result]) -> None:
    noticed = {result.what: result for result in results if result.proved}
    assert noticed["enter"].noticed == (f"{FIRST}[enter]",)
    assert noticed["enter"].reason == "Failed: DID NOT RAISE ValueError"
    assert noticed["rest"].noticed == (f"{FIRST}[rest]",)
    assert noticed["rest"].reason == "after 10 s"
    assert noticed["fall"].noticed == (f"{FIRST}[fall]",)
    assert noticed["fall"].reason == "SIGABRT"


def test_why_not(results: list[Result]) -> None:
    reasons = [result.reason for result in results if not result.proved]
    assert results[0].guard == "safestore.gate:watch"
    for reason, part in zip(
        reasons,
        (
            "",
            "",
            "with all guards failed: ValueError: nobody",
            "ValueError: nobody",
            "test_gone is no test of R1",
            "pytest exits with 4",
            "r1_gone is no twin of R1",
            "stands there 0 times",
            "safestore.gate:stay is no guard of R1",
        ),
        strict=True,
    ):
        assert part in reason


def test_the_tree_is_as_it_was(tree: Path, results: list[Result]) -> None:
    assert (tree / "safestore/gate.py").read_text(encoding="utf-8") == GATE


def test_a_library_that_is_broken_with_all_its_guards(tmp_path: Path) -> None:
    planted.write(tmp_path, "tests/prove/legal.py", "assert False\n")
    with pytest.raises(RuntimeError, match="fails with all guards in place"):
        prove(tmp_path, [], LEDGER.invariants[:1], 1, lambda result: None)


def test_nobody_is_left_behind(tmp_path: Path) -> None:
    """Whatever a run has started ends with it, also when the run itself is over in time."""
    planted.write(
        tmp_path,
        "legal.py",
        "import os, signal\n"
        "read, write = os.pipe()\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    os.write(write, b'x')\n"
        "    signal.pause()\n"
        "os.read(read, 1)\n"
        "open('pid', 'w').write(str(child))\n",
    )
    assert runs.program(tmp_path, "legal.py", 30).kind == "passed"
    child = int((tmp_path / "pid").read_text(encoding="utf-8"))
    for _ in range(1000):
        if not _alive(child):
            return
        # It is no child of ours, so there is nothing to wait for.
        time.sleep(0.01)
    pytest.fail("it lives on")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    # Nobody may be there to reap it.
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def test_the_tests_of_a_row() -> None:
    tests = ["property_tests/test_a.py::test_b", TWINS, "tests/test_c.py::test_d"]
    (row,) = planted.ledger(planted.row(tests=tests, twins=["r1_one", "r1_two"])).invariants
    quick, property_ = "tests/test_c.py::test_d", "property_tests/test_a.py::test_b"
    assert selected(row) == [quick, f"{TWINS}[r1_one]", f"{TWINS}[r1_two]", property_]
    assert selected(row, ("r1_two", quick)) == [quick, f"{TWINS}[r1_two]"]
    assert selected(row, (f"{quick}[some]",)) == [f"{quick}[some]"]
    with pytest.raises(Misfit):
        selected(row, ("r1_three",))


@pytest.mark.parametrize(("name", "status"), [("enter", 0), ("leave", 1)])
def test_the_command(
    name: str,
    status: int,
    tree: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    row = planted.row(guards=[f"safestore.gate:{name}"], tests=ROW["tests"][:2], twins=[])
    planned = planted.row("R2", status="planned", guards=[], tests=[])
    planted.write(tree, "safestore/audit/ledger.json", planted.text(row, planned))
    monkeypatch.setattr(command, "ROOT", tree)
    monkeypatch.setattr(command, "MUTATIONS", (mutation(name),))
    assert command.main([]) == status
    printed = capsys.readouterr().out
    verdict = "SURVIVED" if status else "killed (failed)"
    assert f"R1  {verdict:16} gate:{name}: {name}\n" in printed
    assert f"1 invariants, 1 guards, 1 mutations: {1 - status} killed, {status} not" in printed


@pytest.mark.parametrize(("argv", "said"), [(["R99"], "no such invariant: R99"), (["-x"], "usage")])
def test_wrong_usage(argv: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        command.main(argv)
    assert exit_.value.code == 2
    assert said in capsys.readouterr().err
