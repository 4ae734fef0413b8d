"""What becomes of the rows of docs/compatibility.md: `python -m tests.docs.outcomes wasmtime`.

Reads programs from stdin (a JSON object: `setup`, and `programs`, a list) and writes a list of
outcomes, in the words of the page.
"""

from __future__ import annotations

import ast
import importlib
import json
import os
import resource
import sys
from types import CodeType
from typing import Any


def outcome(setup: CodeType, program: str) -> list[str]:
    """What a cell may say of a program that ends: an exception's classes, or a value's repr."""
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(setup, names)
    *statements, last = ast.parse(program).body
    try:
        exec(compile(ast.Module(statements, []), "row", "exec"), names)
        if not isinstance(last, ast.Expr):
            exec(compile(ast.Module([last], []), "row", "exec"), names)
            return ["None"]
        value = eval(compile(ast.Expression(last.value), "row", "eval"), names)
        return [f"a {type(value).__name__}", f"an {type(value).__name__}", repr(value)]
    except BaseException as error:
        return [kind.__name__ for kind in type(error).__mro__]


def outcomes(setup: CodeType, programs: list[str]) -> list[list[str]]:
    """What becomes of each, run by a child that is replaced where a program kills it."""
    found: list[list[str]] = []
    while len(found) < len(programs):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
                for stream in (1, 2):
                    os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
                for program in programs[len(found) :]:
                    os.write(writer, json.dumps(outcome(setup, program)).encode() + b"\n")
            finally:
                os._exit(0)
        os.close(writer)
        with open(reader, "rb") as pipe:
            found += map(json.loads, pipe)
        _, status = os.waitpid(child, 0)
        if len(found) < len(programs):
            found.append(["killed"] if os.WIFSIGNALED(status) else [])
    return found


def main() -> None:
    task = json.load(sys.stdin)
    source = task["setup"].replace("from safestore import", f"from {sys.argv[1]} import")
    # Imported before the first fork; nothing is compiled in this process.
    importlib.import_module(f"{sys.argv[1]}.component")
    setup = compile(source, "setup", "exec")
    json.dump(outcomes(setup, task["programs"]), sys.stdout)


if __name__ == "__main__":
    main()
