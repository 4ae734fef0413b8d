"""Runs a script on a module, `wasmtime` or `safestore`, and records what each command came to.

`python -m tests.conformance.runner MODULE SCRIPT`, in a process of its own.

One JSON line a command, written as soon as the command is done, so that a process that dies shows
the command it died in (the first one that has no line). Commands, besides the actions:

    (module ...)  (register "name" $m?)  (route linker|pre|imports)  (config (option value)...)
    (assert_return ACTION expected...)
    (assert_trap ACTION|MODULE "kind")     `kind` is the name of a TrapCode, in small letters and
                                           with spaces; "none": a trap that has no code
    (assert_exhaustion ACTION)             the stack ran out
    (assert_exception ACTION)              a wasm exception that nobody caught
    (assert_malformed MODULE "why")        not WebAssembly          (the reason is for the reader:
    (assert_invalid MODULE "why")          refused by validation     engines word it differently)
    (assert_unlinkable MODULE "why")       the imports do not fit
    (assert_raises ACTION|MODULE "class")  the API, or a host function, raises that Python class
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .actions import is_action, perform
from .script import Atom, Form, Node, ScriptError, String, line_of, read
from .session import Session
from .values import matches


@dataclass
class Outcome:
    """What a command came to, in terms that do not depend on who ran it."""

    kind: str  # "done" or "raised"
    values: list[str] = field(default_factory=list)
    # The first class in the exception's ancestry that wasmtime or Python defines: a subclass that
    # safestore adds counts as what the program already knows.
    error: str = ""
    trap_code: str = ""
    frames: list[list[Any]] = field(default_factory=list)
    log: list[str] = field(default_factory=list)


@dataclass
class Record:
    """One line of a run."""

    line: int
    command: str
    outcome: Outcome
    holds: bool
    # For people only: the first line of the message, which the two sides may word differently.
    message: str = ""


def run(api_name: str, source: str) -> Iterator[Record]:
    """Run a script; yields a Record for each command. ScriptError if the script is wrong."""
    session = Session(importlib.import_module(api_name), source)
    for form in read(source):
        line = line_of(source, form.start)
        try:
            outcome, message = _attempt(session, form)
            holds = _holds(session, form, outcome)
        except (ScriptError, LookupError) as error:
            raise ScriptError(f"{line}: {error!r}") from error
        yield Record(line, form.head, outcome, holds, message)


def _attempt(session: Session, form: Form) -> tuple[Outcome, str]:
    message = ""
    session.log.clear()
    try:
        outcome = Outcome("done", _execute(session, form))
    except (ScriptError, LookupError) as error:
        # An IndexError or KeyError is the API's answer only where the script waits for one.
        if isinstance(error, ScriptError) or form.head != "assert_raises":
            raise
        outcome, message = Outcome("raised", error=_family(error)), str(error)
    except Exception as error:
        outcome, message = _raised(error), str(error)
    outcome.log = list(session.log)
    return outcome, message.partition("\n")[0]


def _execute(session: Session, form: Form) -> list[str]:
    items = list(form.items[1:])
    if is_action(form):
        return perform(session, form)
    if form.head == "module":
        session.instantiate(form)
    elif form.head == "register":
        name = items.pop(0)
        assert isinstance(name, String)
        session.register(name.text, session.take_instance(items))
    elif form.head == "route":
        assert isinstance(items[0], Atom)
        session.route = items[0].text
    elif form.head == "config":
        session.configure(items)
    elif form.head in ("assert_malformed", "assert_invalid"):
        return _check(session, _form(items[0]))
    elif form.head in _CHECKS:
        inner = _form(items[0])
        if inner.head != "module":
            return perform(session, inner)
        session.instantiate(inner)
    else:
        raise ScriptError(f"unknown command {form.head!r}")
    return []


def _check(session: Session, module: Form) -> list[str]:
    """Say at which gate a module is refused: the text, the validator or the compiler."""
    api = session.api
    try:
        wasm = session.wasm(module)
    except api.WasmtimeError:
        return ["text:refused as text"]
    verdicts = []
    for gate in (api.Module.validate, api.Module):
        try:
            gate(session.engine, wasm)
            verdicts.append("accepted")
        except api.WasmtimeError:
            verdicts.append("refused")
    return [f"text:{verdicts[0]} by the validator, {verdicts[1]} by the compiler"]


def _raised(error: Exception) -> Outcome:
    outcome = Outcome("raised", error=_family(error))
    if hasattr(error, "trap_code"):
        code = error.trap_code
        outcome.trap_code = code.name if code is not None else "NONE"
        # Where the stack ran out depends on how much of it was left, so the frames do not count.
        if outcome.trap_code != "STACK_OVERFLOW":
            outcome.frames = [
                [f.module_name, f.func_index, f.func_name, f.module_offset, f.func_offset]
                for f in error.frames  # type: ignore[attr-defined]
            ]
    return outcome


def _family(error: Exception) -> str:
    for ancestor in type(error).__mro__:
        if ancestor.__module__.partition(".")[0] in ("wasmtime", "builtins"):
            return ancestor.__name__
    raise AssertionError("every exception has a builtin ancestor")


def _holds(session: Session, form: Form, outcome: Outcome) -> bool:
    """Whether the command came to what the script says."""
    check = _CHECKS.get(form.head)
    if check is None:
        return outcome.kind == "done"
    return check(outcome, list(form.items[2:]))


def _returns(outcome: Outcome, expected: list[Node]) -> bool:
    return (
        outcome.kind == "done"
        and len(outcome.values) == len(expected)
        and all(matches(value, node) for value, node in zip(outcome.values, expected, strict=True))
    )


def _traps(outcome: Outcome, expected: list[Node]) -> bool:
    code = _text(expected[0]).upper().replace(" ", "_")
    return outcome.error == "Trap" and outcome.trap_code == code


def _exhausts(outcome: Outcome, expected: list[Node]) -> bool:
    return outcome.error == "Trap" and outcome.trap_code == "STACK_OVERFLOW"


def _throws(outcome: Outcome, expected: list[Node]) -> bool:
    return outcome.error == "Trap" and outcome.trap_code == "NONE" and bool(outcome.frames)


def _refused(outcome: Outcome, expected: list[Node]) -> bool:
    return outcome.values in (
        ["text:refused as text"],
        ["text:refused by the validator, refused by the compiler"],
    )


def _fails_to_link(outcome: Outcome, expected: list[Node]) -> bool:
    return outcome.error == "WasmtimeError"


def _raises(outcome: Outcome, expected: list[Node]) -> bool:
    return outcome.error == _text(expected[0])


def _text(node: Node) -> str:
    assert isinstance(node, String)
    return node.text


def _form(node: Node) -> Form:
    assert isinstance(node, Form)
    return node


_CHECKS = {
    "assert_return": _returns,
    "assert_trap": _traps,
    "assert_exhaustion": _exhausts,
    "assert_exception": _throws,
    "assert_malformed": _refused,
    "assert_invalid": _refused,
    "assert_unlinkable": _fails_to_link,
    "assert_raises": _raises,
}


def main(arguments: list[str]) -> int:
    """Print the records of one script; 1 if any command does not hold."""
    api_name, path = arguments
    held = True
    for record in run(api_name, Path(path).read_text(encoding="utf-8")):
        print(json.dumps(asdict(record)), flush=True)
        held = held and record.holds
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
