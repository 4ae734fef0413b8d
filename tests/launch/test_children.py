"""Python processes that a program starts are guarded as well, or are said not to be."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from safestore.launch.children import START, VARIABLE, environment, interpreter_options
from tests.launch.runs import PLAIN, SAYS_WHICH, output, run, run_below, without_addresses

posix = pytest.mark.skipif(sys.platform == "win32", reason="looked at on POSIX only")

MULTIPROCESSING = """
import multiprocessing, sys
import wasmtime

def which(_):
    import wasmtime
    return wasmtime.__safestore__, sys.modules['__main__'].__name__

if __name__ == '__main__':
    context = multiprocessing.get_context(sys.argv[1])
    with context.Pool(1) as pool:
        print(pool.map(which, [0]))
    from concurrent.futures import ProcessPoolExecutor
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        print(pool.submit(which, 0).result()[0])
"""

START_A_CHILD = f"""
import os, subprocess, sys
code = {SAYS_WHICH!r}
"""


@pytest.mark.parametrize("method", ["spawn", "forkserver", "fork"])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has spawn only")
@pytest.mark.filterwarnings("ignore")
def test_multiprocessing(method: str, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(MULTIPROCESSING)
    name = "__main__" if method == "fork" else "__mp_main__"
    assert output(run_below(script, method)) == f"[('exclusive', {name!r})]\nexclusive\n"
    assert output(run_below("-m", "script", method, cwd=tmp_path)).endswith("exclusive\n")


@pytest.mark.parametrize(
    "call",
    [
        "subprocess.run([sys.executable, '-c', code])",
        "subprocess.run([sys.executable, '-sc', code])",
        "subprocess.run([sys.executable, '-c', code], close_fds=False)",
        'subprocess.run(f\'"{sys.executable}" -c "{code}"\', shell=True)',
        "subprocess.run([sys.executable, '-'], input=code.encode())",
        'os.system(f\'"{sys.executable}" -c "{code}"\')',
        "os.spawnl(os.P_WAIT, sys.executable, sys.executable, '-c', code)",
        "os.execl(sys.executable, sys.executable, '-c', code)",
        # A grandchild, below a Python that never heard of wasmtime.
        "subprocess.run([sys.executable, '-c', 'import subprocess, sys\\n'"
        "'subprocess.run([sys.executable, \"-c\", sys.argv[1]])', code])",
        "import asyncio\n"
        "async def main():\n"
        "    child = await asyncio.create_subprocess_exec(sys.executable, '-c', code)\n"
        "    await child.wait()\n"
        "asyncio.run(main())",
        # A run inside the run.
        "subprocess.run([sys.executable, '-m', 'safestore', 'run', '-m', 'script'], "
        "env={**os.environ, 'PYTHONPATH': os.environ['PYTHONPATH'] + os.pathsep + 'sub'})",
    ],
    ids=range(11),
)
def test_a_child(call: str, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/script.py").write_text(SAYS_WHICH)
    script = tmp_path / "main.py"
    script.write_text(START_A_CHILD + call)
    assert output(run_below(script, cwd=tmp_path)) == "exclusive\n"


@posix
@pytest.mark.parametrize(
    "env",
    [
        "{}",
        "{'PATH': os.environ['PATH'], 'PYTHONPATH': 'sub'}",
        "dict(os.environ, PYTHONPATH='sub')",
        "dict(os.environ, PYTHONPATH='sub' + os.pathsep + os.environ['PYTHONPATH'])",
        "os.environ.clear()",
        "os.environ.pop('PYTHONPATH') and None",
    ],
)
def test_a_child_whose_environment_lost_the_variables(env: str, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/sitecustomize.py").write_text("")
    script = tmp_path / "main.py"
    script.write_text(
        START_A_CHILD + f"env = {env}\n"
        "for close_fds in (True, False):\n"
        "    subprocess.run([sys.executable, '-c', code], env=env, close_fds=close_fds)\n"
    )
    assert output(run_below(script, cwd=tmp_path)) == "exclusive\n" * 2


@pytest.mark.parametrize(
    "env",
    [
        "dict(os.environ, SAFESTORE_RUN='')",
        "{name: value for name, value in os.environ.items() if name != 'SAFESTORE_RUN'}",
    ],
)
def test_a_child_that_is_opted_out(env: str, tmp_path: Path) -> None:
    script = tmp_path / "main.py"
    script.write_text(START_A_CHILD + f"subprocess.run([sys.executable, '-c', code], env={env})")
    assert output(run_below(script)) == "raw\n"


@posix
@pytest.mark.parametrize(("option", "letter"), [("-I", "I"), ("-sEc", "E"), ("-S", "S")])
def test_a_child_that_cannot_inherit_is_named(option: str, letter: str, tmp_path: Path) -> None:
    script = tmp_path / "main.py"
    script.write_text(
        "import subprocess, sys\n"
        "for _ in range(2):\n"
        f"    words = [sys.executable, *{[option] if 'c' in option else [option, '-c']}, 'pass']\n"
        "    subprocess.run(words, check=True)\n"
    )
    result = run_below(script)
    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr.startswith(f"safestore run: a child `python -{letter}` ")
    assert "not guarded" in result.stderr and result.stderr.count("\n") == 1


LACKING = """
import sys
class Lacking:
    def find_spec(self, name, path, target=None):
        if name == 'safestore.component':
            raise {error}
sys.meta_path.insert(1, Lacking())
"""


def test_a_python_that_cannot_load_safestore_says_so(tmp_path: Path) -> None:
    """For example one of another environment, which lacks something that safestore needs."""
    script = tmp_path / "script.py"
    script.write_text(
        LACKING.format(error="ImportError('no cffi')")
        + f"import wasmtime._ffi\n{SAYS_WHICH}\nimport wasmtime.component"
    )
    result = run_below(script)
    assert (result.returncode, result.stdout) == (0, "raw\n")
    assert "cannot load safestore (no cffi)" in result.stderr
    assert "not guarded" in result.stderr and result.stderr.count("\n") == 1


def test_a_wasmtime_that_safestore_refuses_is_not_run_unguarded(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        LACKING.format(error="RuntimeError('unknown version')")
        + "for name in ('wasmtime', 'wasmtime', 'wasmtime._ffi', 'safestore'):\n"
        "    try: __import__(name)\n"
        "    except RuntimeError as error: print(name, error)\n"
    )
    assert output(run_below(script)).count("unknown version") == 4


def test_a_sitecustomize_of_the_user_is_run(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys; sys.mine = __name__, __file__; sys.path.append('/there')"
    )
    script = tmp_path / "sub/script.py"
    script.parent.mkdir()
    script.write_text(
        "import sys, sitecustomize\n"
        "print(sys.mine, sys.path, sitecustomize.__spec__)\n" + SAYS_WHICH
    )
    env = {"PYTHONPATH": str(tmp_path)}
    plain, guarded = output(run(PLAIN, script, env=env)), output(run_below(script, env=env))
    assert without_addresses(guarded) == without_addresses(plain).replace("raw", "exclusive")


def test_a_sitecustomize_of_the_user_that_fails(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("1 / 0")
    script = tmp_path / "sub/script.py"
    script.parent.mkdir()
    script.write_text(SAYS_WHICH)
    env = {"PYTHONPATH": str(tmp_path)}
    plain, guarded = run(PLAIN, script, env=env), run_below(script, env=env)
    assert guarded.stderr == plain.stderr != ""
    assert guarded.stdout == "exclusive\n"


def test_wasmtime_that_is_loaded_before_the_hook(tmp_path: Path) -> None:
    """By a .pth file, for example."""
    script = tmp_path / "script.py"
    script.write_text(
        "import sys, wasmtime, wasmtime.component\n"
        "store = wasmtime.Store\n"
        f"sys.path.insert(0, {START!r})\n"
        "import os; os.environ['SAFESTORE_RUN'] = 'exclusive'\n"
        "try: import sitecustomize\n"
        "except ModuleNotFoundError: pass\n" + SAYS_WHICH
    )
    assert output(run(PLAIN, script)) == "exclusive\n"


@pytest.mark.parametrize(
    ("words", "options", "flags"),
    [
        ("", [], ""),
        ("script.py -I", [], ""),
        ("-", [], ""),
        ("-c pass -I", [], ""),
        ("-m module -I", [], ""),
        ("-u -I script.py -E", ["-u", "-I"], "uI"),
        ("-uIm module", ["-uI"], "uI"),
        ("-Wm -S script.py", ["-Wm", "-S"], "S"),
        ("-W error -X I -bb script.py", ["-W", "error", "-X", "I", "-bb"], "bb"),
        ("-BX dev -cS", ["-BX", "dev"], "B"),
        ("-Wignore::I -cpass", ["-Wignore::I"], ""),
        ("--check-hash-based-pycs always -s x", ["--check-hash-based-pycs", "always", "-s"], "s"),
        ("-W", ["-W"], ""),
    ],
)
def test_interpreter_options(words: str, options: list[str], flags: str) -> None:
    assert interpreter_options(words.split()) == (options, flags)


def test_environment_puts_the_hook_first_and_once() -> None:
    once = environment({"PYTHONPATH": os.pathsep.join(["a", START, "b"]), "X": "1"}, "exclusive")
    assert once == {
        "PYTHONPATH": os.pathsep.join([START, "a", "b"]),
        "X": "1",
        VARIABLE: "exclusive",
    }
    assert environment(once, "exclusive") == once
    assert environment({}, "exclusive") == {"PYTHONPATH": START, VARIABLE: "exclusive"}
