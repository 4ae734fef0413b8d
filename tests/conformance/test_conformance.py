"""Every script comes to the same on raw wasmtime and on safestore, command by command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import wasmtime

from .script import Atom, Form, String, line_of, read

SCRIPTS = sorted((Path(__file__).parent / "scripts").glob("*.wast"))
ROOT = Path(__file__).parents[2]

# Every trap that a core module can cause. The others in TrapCode belong to components and to stack
# switching; UNCAUGHT_EXCEPTION is never given: such a trap has no code.
CORE_TRAPS = {
    "ALLOCATION_TOO_LARGE",
    "ARRAY_OUT_OF_BOUNDS",
    "ATOMIC_WAIT_NON_SHARED_MEMORY",
    "BAD_CONVERSION_TO_INTEGER",
    "BAD_SIGNATURE",
    "CAST_FAILURE",
    "HEAP_MISALIGNED",
    "INDIRECT_CALL_TO_NULL",
    "INTEGER_DIVISION_BY_ZERO",
    "INTEGER_OVERFLOW",
    "INTERRUPT",
    "MEMORY_OUT_OF_BOUNDS",
    "NULL_REFERENCE",
    "OUT_OF_FUEL",
    "STACK_OVERFLOW",
    "TABLE_OUT_OF_BOUNDS",
    "UNREACHABLE",
}


def run(module: str, script: Path) -> list[dict[str, Any]]:
    """The records of one script; fails if the process died, naming the command it died in."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.conformance.runner", module, str(script)],
        cwd=ROOT,
        # glibc fills what it gives out and what it takes back with rubbish: a value that somebody
        # forgot to write shows at each run, and not only when the heap happens to be dirty.
        env={**os.environ, "MALLOC_PERTURB_": "165"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    records = [json.loads(line) for line in done.stdout.splitlines()]
    source = script.read_text(encoding="utf-8")
    forms = read(source)
    if len(records) != len(forms):
        place = line_of(source, forms[len(records)].start)
        pytest.fail(f"{module} ended with {done.returncode} at line {place}:\n{done.stderr}")
    return records


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_the_same_outcome_command_by_command(script: Path) -> None:
    sides = {module: run(module, script) for module in ("wasmtime", "safestore")}
    for module, records in sides.items():
        broken = [record for record in records if not record["holds"]]
        assert not broken, f"{module}: does not hold"
    for raw, ours in zip(*sides.values(), strict=True):
        # The wording of a message is no part of the outcome: ours may say more.
        assert {**ours, "message": None} == {**raw, "message": None}


def test_the_scripts_reach_every_trap_of_core_wasm() -> None:
    asserted = set()
    for form in every_form():
        if form.head == "assert_trap" and isinstance(form.items[-1], String):
            asserted.add(form.items[-1].text.upper().replace(" ", "_"))
    assert asserted == CORE_TRAPS
    assert {code.name for code in wasmtime.TrapCode} >= CORE_TRAPS


def test_the_scripts_pass_every_value_type_in_and_out() -> None:
    passed: set[str] = set()
    expected: set[str] = set()
    for form in every_form():
        if form.head in ("invoke", "call", "set"):
            passed |= kinds(form)
        elif form.head == "assert_return":
            for node in form.items[2:]:
                if isinstance(node, Form):
                    expected |= kinds(Form((node,), 0, 0))
    wanted = {f"{kind}.const" for kind in ("i32", "i64", "f32", "f64")}
    wanted |= {"ref.null extern", "ref.null func", "ref.extern", "ref.func"}
    assert wanted <= passed
    assert wanted <= expected


def test_there_are_hundreds_of_commands() -> None:
    assert sum(len(read(script.read_text(encoding="utf-8"))) for script in SCRIPTS) > 1000


def kinds(form: Form) -> set[str]:
    """The constants among a form's items, by their keywords; nulls with their type."""
    found = set()
    for node in form.items:
        if isinstance(node, Form):
            kind = node.items[1] if node.head == "ref.null" else None
            found.add(f"{node.head} {kind.text}" if isinstance(kind, Atom) else node.head)
    return found


def every_form() -> Iterator[Form]:
    """All forms of all scripts, nested ones too; what is inside a module is not looked at."""

    def inside(form: Form) -> Iterator[Form]:
        yield form
        for node in form.items:
            if isinstance(node, Form) and node.head != "module":
                yield from inside(node)

    for script in SCRIPTS:
        for form in read(script.read_text(encoding="utf-8")):
            yield from inside(form)
