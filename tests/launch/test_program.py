"""A program under `safestore run` is what it is under plain Python, down to the last traceback."""

from __future__ import annotations

import signal
import sys
import zipfile
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.launch.runs import GUARDED, PLAIN, output, run, run_below, without_addresses

SELF_PORTRAIT = """
import __main__, os, sys, warnings
import multiprocessing.spawn as spawn
print(__name__, __file__, __package__, __spec__, __loader__.__class__, __doc__)
print(sorted(vars(__main__)), __main__ is sys.modules["__main__"])
print(sys.argv, sys.orig_argv, sys.path, sys.flags, sys.warnoptions, sys._xoptions)
print(sys.stdin.read(), sys.executable, os.getcwd(), "sitecustomize" in sys.modules)
preparation = spawn.get_preparation_data("child")
print(sorted((key, value) for key, value in preparation.items() if key != "authkey"))
"""

SCRIPTS: dict[str, str | bytes] = {
    "self_portrait": '"""A docstring."""' + SELF_PORTRAIT,
    "ends": "print('done')",
    "exit_int": "import sys; sys.exit(3)",
    "exit_none": "import sys; sys.exit(None)",
    "exit_str": "import sys; sys.exit('a message')",
    "exit_object": "raise SystemExit([1, 2])",
    "exit_large": "import sys; sys.exit(2**70)",
    "exit_at_once": "import os; os._exit(7)",
    "uncaught": "def f(x):\n    return 1 / x\n\nf(0)\n",
    "chained": "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise KeyError('x') from e\n",
    "group": "from concurrent.futures import *\nraise Exception('a\\nb')\n",
    "interrupted": "raise KeyboardInterrupt",
    "interrupted_subclass": "class K(KeyboardInterrupt): pass\nraise K('mine')",
    "killed": "import os, signal; os.kill(os.getpid(), signal.SIGTERM)",
    "aborted": "import os; os.abort()",
    "recursion": "def f(): f()\nf()",
    "depth": "def f(n):\n try: return f(n + 1)\n except RecursionError: return n\nprint(f(0))",
    "stack": "import traceback, sys\ntraceback.print_stack()\nprint(sys._getframe().f_back)",
    "hook": "import sys\nsys.excepthook = lambda *a: print('hook', a, a[2].tb_next)\n1 / 0",
    "hook_fails": "import sys\ndef hook(*a): raise OSError('no')\nsys.excepthook = hook\n1 / 0",
    "hook_exits": "import sys\ndef hook(*a): sys.exit(9)\nsys.excepthook = hook\n1 / 0",
    "hook_missing": "import sys\ndel sys.excepthook\n1 / 0",
    "syntax": "print('never')\nx = = 1\n",
    "indentation": "if 1:\nprint('never')\n",
    "encoding": "# coding: no-such\n",
    "not_utf8": b"x = '\xff'\n",
    "null_byte": b"x = 1\0\n",
    "latin": b"# coding: latin-1\nprint(ascii('\xe4'))\n",
    "future": "from __future__ import annotations\ndef f(x: no): pass\nprint(f.__annotations__)",
    "warns": "import warnings\nwarnings.warn('look here')\n",
    "deprecated": "import warnings\nwarnings.warn('old', DeprecationWarning)\n",
    "at_exit": "import atexit\natexit.register(print, 'late')\nprint('soon')\n1 / 0",
    "thread": "import threading\nt = threading.Thread(target=lambda: 1 / 0, name='T')\nt.start()",
    "unraisable": "class D:\n    def __del__(self): 1 / 0\nD()\n",
    "no_module": "import no_such_module",
    "no_name": "import sys\nimport wasmtime\nwasmtime.NoSuch\n",
    "no_import": "from wasmtime import NoSuch\n",
    "no_submodule": "import wasmtime.nosuch\n",
}


def same(
    plain: CompletedProcess[str], guarded: CompletedProcess[str], *, status: int | None = None
) -> None:
    assert without_addresses(guarded.stdout) == without_addresses(plain.stdout)
    assert without_addresses(guarded.stderr) == without_addresses(plain.stderr)
    assert guarded.returncode == plain.returncode
    if status is not None:
        assert plain.returncode == status


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script(name: str, tmp_path: Path) -> None:
    text = SCRIPTS[name]
    script = tmp_path / f"{name}.py"
    script.write_bytes(text if isinstance(text, bytes) else text.encode())
    same(
        run(PLAIN, script.name, "a", cwd=tmp_path, stdin="input"),
        run_below(script.name, "a", cwd=tmp_path, stdin="input"),
    )


@pytest.mark.parametrize("name", ["self_portrait", "exit_str", "killed", "uncaught", "syntax"])
def test_a_script_through_the_command(name: str, tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(str(SCRIPTS[name]))
    words = ("script.py", "a", "--affinity", "-m", "--", "-x", "--help")
    same(
        run(PLAIN, *words, cwd=tmp_path, stdin="input"),
        run(GUARDED, *words, cwd=tmp_path, stdin="input"),
    )


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("-m", "package"), 0),
        (("-m", "package", "-m", "x", "--"), 0),
        (("-mpackage.inner", "-x"), 0),
        (("-m", "package.raises"), 1),
        (("-m", "package.nosuch"), 1),
        (("-m", "hollow"), 1),
        (("-m", "nosuch"), 1),
        (("-m", "broken"), 1),
        (("-m", "timeit", "-n1", "-r1", "-s", "print('set up')", "0"), 0),
        (("package", "x"), 0),
        (("archive.zip", "x"), 0),
        (("hollow", "x"), 1),
        (("nosuch.py", "x"), 2),
        (("sub/linked.py", "x"), 0),
        (("-", "x"), 0),
    ],
    ids=str,
)
def test_other_ways_to_name_a_program(words: tuple[str, ...], status: int, tmp_path: Path) -> None:
    for directory in ("package", "hollow", "sub"):
        (tmp_path / directory).mkdir()
    (tmp_path / "package/__init__.py").write_text("import sys; print('package', sys.argv)")
    (tmp_path / "package/__main__.py").write_text(SELF_PORTRAIT)
    (tmp_path / "package/inner.py").write_text(SELF_PORTRAIT)
    (tmp_path / "package/raises.py").write_text("1 / 0")
    (tmp_path / "broken.py").write_text("x = = 1")
    (tmp_path / "sub/linked.py").symlink_to(tmp_path / "package/inner.py")
    with zipfile.ZipFile(tmp_path / "archive.zip", "w") as archive:
        archive.writestr("__main__.py", SELF_PORTRAIT)
    stdin = SELF_PORTRAIT.replace("__file__", "''") if words[0] == "-" else ""
    if words[-1] == "0":  # what timeit prints of the time differs from run to run
        guarded = run(GUARDED, *words, cwd=tmp_path)
        assert (guarded.returncode, guarded.stderr) == (0, "")
        assert guarded.stdout.startswith("set up\n")
        return
    same(
        run(PLAIN, *words, cwd=tmp_path, stdin=stdin),
        run(GUARDED, *words, cwd=tmp_path, stdin=stdin),
        status=status,
    )


@pytest.mark.parametrize(
    "options", [("-O",), ("-u", "-W", "error"), ("-Xdev", "-B"), ("-sb",), ("-X", "utf8=1")]
)
def test_options_of_the_interpreter_stay(options: tuple[str, ...], tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SELF_PORTRAIT)
    same(
        run((sys.executable, *options), script, "x"),
        run((sys.executable, *options, "-m", "safestore", "run"), script, "x"),
        status=0,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_ctrl_c_ends_the_program_as_a_signal(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("import os, signal; os.kill(os.getpid(), signal.SIGINT)\nwhile True: pass")
    guarded = run(GUARDED, script)
    assert guarded.returncode == -signal.SIGINT
    assert "safestore" not in guarded.stderr


def test_a_program_that_uses_wasmtime(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from wasmtime import Store, Module, Instance\n"
        "store = Store()\n"
        "text = '(module (func (export \"f\") (param i32) (result i32) local.get 0))'\n"
        "instance = Instance(store, Module(store.engine, text), [])\n"
        "print(instance.exports(store)['f'](store, 42))\n"
    )
    same(run(PLAIN, script), run(GUARDED, script), status=0)


def test_pytest(tmp_path: Path) -> None:
    test = tmp_path / "test_it.py"
    test.write_text(
        "import wasmtime\n\ndef test_it():\n    assert wasmtime.__safestore__ == 'exclusive'\n"
    )
    words = ("-m", "pytest", "-q", "-p", "no:cacheprovider", test.name)
    env = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    assert "1 passed" in output(run(GUARDED, *words, cwd=tmp_path, env=env))
    assert "1 failed" in run(PLAIN, *words, cwd=tmp_path, env=env).stdout
