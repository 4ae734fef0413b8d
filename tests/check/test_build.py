"""What paths may be, and how mypy's settings and its cache come in."""

from __future__ import annotations

import gc
import io
import sys
from pathlib import Path

import pytest

from safestore.check.build import Built, build
from safestore.check.failure import CannotCheck
from safestore.check.settings import Settings

from .conftest import Check, Said, Write

UNSAFE = """\
from safestore import Memory, Store
def f(store: Store, m: Memory) -> object:
    return m.data_ptr(store)
"""


def places(said: Said) -> list[str]:
    assert said.err == ""
    found = [line for line in said.out.splitlines() if ": error: " in line]
    return [":".join(line.split(":")[:2]) for line in found]


def built(*paths: str) -> list[Built]:
    return list(build(paths, Settings(), io.StringIO()))


@pytest.mark.parametrize(
    ("files", "paths"),
    [
        (["app.py"], ["app.py"]),
        (["app/__init__.py", "app/a.py", "app/b/__init__.py", "app/b/c.py"], ["app"]),
        (["src/a.py", "src/below/b.py"], ["src"]),
        (["one/test_x.py", "two/test_x.py", "two/test_y.py"], ["one", "two"]),
        (["one/x.py", "two/x.py"], ["one/x.py", "two/x.py"]),
        (["one/app/__init__.py", "one/app/a.py", "two/app/__init__.py"], ["one/app", "two/app"]),
        (["my-tools/my-tool.py"], ["my-tools"]),
        (["bin/tool"], ["bin/tool"]),
        (["bin/one", "bin/two"], ["bin/one", "bin/two"]),
        (["-x.py"], ["./-x.py"]),
        (["typed.pyi"], ["typed.pyi"]),
    ],
)
def test_each_file_is_looked_at(
    check: Check, write: Write, files: list[str], paths: list[str]
) -> None:
    for name in files:
        write(name, UNSAFE)
    said = check(*paths)
    assert places(said) == [f"{name}:3" for name in sorted(files)]
    number = f"{len(files)} module{'' if len(files) == 1 else 's'}"
    assert said.out.rstrip().endswith(f"in {number}")


def test_a_file_named_twice_is_looked_at_once(check: Check, write: Write, tmp_path: Path) -> None:
    write("app/__init__.py", UNSAFE)
    said = check("app", "app/__init__.py", str(tmp_path / "app"))
    assert places(said) == ["app/__init__.py:3"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.py"], "there is no nowhere.py"),
        (["app.py", "nowhere"], "there is no nowhere"),
        (["nothing"], "There are no .py[i] files in directory 'nothing'"),
        (["broken.py"], "broken.py:1: error: "),
        (["app.py", "broken.py"], "broken.py:1: error: "),
        (["latin.py"], "codec can't decode byte 0xe9"),
        (["bad-name"], "is not a valid Python package name"),
    ],
)
def test_what_cannot_be_looked_at(
    check: Check, write: Write, tmp_path: Path, arguments: list[str], message: str
) -> None:
    write("app.py", UNSAFE)
    write("nothing/readme.txt", "")
    write("broken.py", "def f(:\n    pass\n")
    write("bad-name/__init__.py", "")
    (tmp_path / "latin.py").write_bytes(b'x = "\xe9"\n')
    status, out, err = check(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("safestore check: ")
    assert message in err


def test_a_file_in_an_encoding_of_its_own(check: Check, tmp_path: Path) -> None:
    text = f'# coding: latin-1\nx = "\xe9"\n{UNSAFE}'
    (tmp_path / "app.py").write_bytes(text.encode("latin-1"))
    said = check("app.py")
    assert places(said) == ["app.py:5"]
    assert "    5 |     return m.data_ptr(store)" in said.out


def test_mypys_complaints_are_not_reported(check: Check, write: Write) -> None:
    write("app.py", "import no_such_module\nx: int = ''\n")
    assert check("app.py") == Said(0, "Nothing found in 1 module\n", "")


def test_mypys_settings_hold(check: Check, write: Write) -> None:
    write(
        "mypy.ini", "[mypy]\nmypy_path = types\nexclude = generated\n[mypy-app]\nignore_errors=1\n"
    )
    write("types/vendored.pyi", "from safestore import Memory\ndef memory() -> Memory: ...\n")
    write("src/app.py", "import vendored\ndef f(store):\n    vendored.memory().data_ptr(store)\n")
    write("src/generated.py", UNSAFE)
    assert places(check("src")) == ["src/app.py:3"]


def test_what_mypy_says_of_its_settings_is_passed_on(check: Check, write: Write) -> None:
    write("mypy.ini", "[mypy]\nno_such_thing = 1\n")
    write("app.py", "")
    status, _, err = check("app.py")
    assert status == 0
    assert "no_such_thing" in err


def test_settings_that_mypy_refuses(check: Check, write: Write) -> None:
    write("mypy.ini", "[mypy]\nplugins = no_such_plugin\n")
    write("app.py", "")
    status, _, err = check("app.py")
    assert status == 2
    assert "no_such_plugin" in err


def test_our_own_plugin_is_not_run_as_well(check: Check, write: Write) -> None:
    write("mypy.ini", "[mypy]\nplugins = safestore.check.mypy\n")
    write("app.py", UNSAFE)
    assert places(check("app.py")) == ["app.py:3"]


def test_plain_wasmtime_has_our_types(check: Check, write: Write) -> None:
    # wasmtime's own make an Any of it.
    write(
        "app.py",
        "import wasmtime\ndef f() -> None:\n    with wasmtime.Store() as s:\n        s.ptr()\n",
    )
    assert places(check("app.py")) == ["app.py:4"]


def test_the_users_own_types_go_first(
    check: Check, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MYPYPATH", str(tmp_path / "types"))
    write("types/wasmtime/__init__.pyi", "class Store: ...\n")
    write("app.py", "import wasmtime\n")
    check("app.py")
    (found,) = built("app.py")
    assert found.program.modules["wasmtime"].path == str(tmp_path / "types/wasmtime/__init__.pyi")


def test_what_is_imported_from_beside_is_read_and_not_reported(check: Check, write: Write) -> None:
    write("app.py", "import beside\nimport safestore\n")
    write("beside.py", UNSAFE)
    check("app.py")
    for _ in range(2):
        (found,) = built("app.py")
        assert found.modules == ["app"]
        assert found.program.modules["beside"].defs
        assert not found.program.modules["safestore"].defs


def test_the_second_run_finds_the_same(
    check: Check, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MYPY_CACHE_DIR", str(tmp_path / "cache"))
    write("app.py", UNSAFE)
    first = check("app.py")
    assert (tmp_path / "cache" / "safestore").is_dir()
    assert check("app.py") == first
    write("app.py", f"\n{UNSAFE}")
    assert places(check("app.py")) == ["app.py:4"]


def test_a_run_without_a_cache(check: Check, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYPY_CACHE_DIR", "/dev/null" if sys.platform != "win32" else "nul")
    write("app.py", UNSAFE)
    assert places(check("app.py")) == ["app.py:3"]


def test_the_process_is_left_as_it_was(check: Check, write: Write) -> None:
    write("app.py", "")
    before = sys.getrecursionlimit(), gc.get_threshold()
    check("app.py")
    assert (sys.getrecursionlimit(), gc.get_threshold()) == before


def test_mypy_that_breaks_is_told(
    check: Check, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise AssertionError("it fell over")

    monkeypatch.setattr("mypy.build.build", broken)
    write("app.py", "")
    status, _, err = check("app.py")
    assert status == 2
    assert "broke while it read the code: AssertionError: it fell over" in err


def test_nothing_is_raised_for_paths_by_themselves(write: Write) -> None:
    with pytest.raises(CannotCheck, match="there is no nowhere"):
        built("nowhere")
