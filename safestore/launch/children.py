"""How child interpreters inherit safestore, and what is said when they cannot.

Two environment variables do it: SAFESTORE_RUN holds the affinity, PYTHONPATH leads to the start
hook. They reach every kind of child: multiprocessing's spawn and forkserver, `subprocess` with
`sys.executable`, scripts by their `#!` line, and Pythons started by a shell or by `make`.

The children that `subprocess` and `multiprocessing` start are looked at as well, since that is
where the variables get lost: a Python that is given an environment without them gets them back,
and one that is told to ignore them (-I, -E, -S) is named on stderr. A program opts a child out by
emptying SAFESTORE_RUN, or by removing that variable alone. What `os.exec*`, `os.posix_spawn` and
shells start is not looked at, nor is anything on Windows: there the variables alone have to do.

`sys.addaudithook` would see all of these and is not used: a hook in Python also runs inside the
steps of ctypes, and a native callback must be able to fail without running any bytecode.

Loaded by path at the start of each interpreter: imports only what costs next to nothing.
"""

from __future__ import annotations

import os
import sys
from itertools import islice

# `typing` says the same, and takes longer to load than everything else here.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import ModuleType
    from typing import Any

VARIABLE = "SAFESTORE_RUN"
START = os.path.join(os.path.dirname(os.path.abspath(__file__)), "start")

_DEAF = {
    "I": "ignores the environment",
    "E": "ignores the environment",
    "S": "runs no start hook",
}

_said: set[str] = set()


def install() -> None:
    """Looks at the children that `subprocess` and `multiprocessing` start in this process."""
    try:
        import _posixsubprocess
    except ImportError:
        return
    affinity = os.environ[VARIABLE]
    fork_exec = _posixsubprocess.fork_exec

    def inheriting_fork_exec(
        args: Any, executables: Any, close_fds: Any, fds: Any, cwd: Any, env: Any, *rest: Any
    ) -> int:
        try:  # noqa: SIM105 (contextlib takes long to load)
            env = _given(list(args), list(executables), env, affinity)
        except (TypeError, ValueError):
            pass  # What is malformed is left to the real one to refuse.
        return fork_exec(args, executables, close_fds, fds, cwd, env, *rest)

    _posixsubprocess.fork_exec = inheriting_fork_exec
    subprocess = sys.modules.get("subprocess")
    if subprocess is not None:
        if hasattr(subprocess, "_fork_exec"):
            vars(subprocess)["_fork_exec"] = inheriting_fork_exec
        use_fork_exec(subprocess)


def use_fork_exec(subprocess: ModuleType) -> None:
    """Keeps `subprocess`, once it is loaded, from going past `fork_exec`.

    The switch is documented as safe on all versions. A wrapper of `os.posix_spawn` would be seen
    in the traceback of every program that is not found.
    """
    vars(subprocess)["_USE_POSIX_SPAWN"] = False


def environment(variables: Mapping[str, str], affinity: str) -> dict[str, str]:
    """The variables, with those under which a Python and all Pythons below it run safestore."""
    path = variables.get("PYTHONPATH", "")
    entries = [entry for entry in path.split(os.pathsep) if entry != START] if path else []
    return {
        **variables,
        VARIABLE: affinity,
        # First, since an earlier directory may have a `sitecustomize` of its own.
        "PYTHONPATH": os.pathsep.join([START, *entries]),
    }


def interpreter_options(words: Iterable[str]) -> tuple[list[str], str]:
    """The options for the interpreter itself among the words after `python` on a command line.

    Returns those words, and the letters of all flags among them.
    """
    options: list[str] = []
    flags = ""
    rest = iter(words)
    for word in rest:
        if word in ("-", "--") or not word.startswith("-"):
            break
        if word.startswith("--"):
            options.append(word)
            if word == "--check-hash-based-pycs":
                options.extend(islice(rest, 1))
            continue
        for at, letter in enumerate(word[1:], start=1):
            if letter in "cm":
                return [*options, word[:at]] if at > 1 else options, flags
            if letter in "WX":
                options.append(word)
                if at == len(word) - 1:
                    options.extend(islice(rest, 1))
                break
            flags += letter
        else:
            options.append(word)
    return options, flags


def say(message: str) -> None:
    """Writes one line to the process's stderr, once for each message."""
    if message in _said:
        return
    _said.add(message)
    # The descriptor: `sys.stderr` is the program's, and may be closed, replaced or captured.
    try:  # noqa: SIM105 (contextlib takes long to load)
        os.write(2, f"safestore run: {message}\n".encode(errors="replace"))
    except OSError:
        pass


def _given(args: list[Any], executables: list[Any], env: Any, affinity: str) -> Any:
    """The environment to start the child with: the one it was given, mended if need be."""
    if not _is_python(os.fsdecode(executables[0])):
        return env
    variables = dict(os.environ) if env is None else _decoded(env)
    if _opted_out(variables):
        return env
    _, flags = interpreter_options(os.fsdecode(word) for word in args[1:])
    for flag in flags:
        if flag in _DEAF:
            say(
                f"a child `python -{flag}` {_DEAF[flag]} and does not inherit safestore: "
                "wasmtime is not guarded there"
            )
            return env
    mended = environment(variables, affinity)
    if mended == variables:
        return env
    return [os.fsencode(name) + b"=" + os.fsencode(value) for name, value in mended.items()]


def _is_python(executable: str) -> bool:
    # python, python3, python3.13, python3.13t
    name = os.path.basename(executable).lower()
    version = name[len("python") :].rstrip("abcdefghijklmnopqrstuvwxyz").replace(".", "")
    named_so = name.startswith("python") and (not version or version.isdecimal())
    return named_so or executable == sys.executable


def _decoded(env: Iterable[bytes]) -> dict[str, str]:
    pairs = (os.fsdecode(entry).partition("=") for entry in env)
    return {name: value for name, _, value in pairs}


def _opted_out(variables: Mapping[str, str]) -> bool:
    hooked = START in variables.get("PYTHONPATH", "").split(os.pathsep)
    return variables.get(VARIABLE, "" if hooked else None) == ""
