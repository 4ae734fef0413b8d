"""What the tests of the objects share: guests from WAT, host functions, programs on their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import safestore as wasmtime

I32 = wasmtime.ValType.i32()
I64 = wasmtime.ValType.i64()
F32 = wasmtime.ValType.f32()
F64 = wasmtime.ValType.f64()
EXTERNREF = wasmtime.ValType.externref()
FUNCREF = wasmtime.ValType.funcref()
NOTHING = wasmtime.FuncType([], [])

ROOT = Path(__file__).parents[2]


def exports(store: wasmtime.Store, wat: str, *imports: Any) -> Any:
    """The exports of a new instance of the module."""
    return wasmtime.Instance(store, wasmtime.Module(store.engine, wat), imports).exports(store)


def host(
    store: Any,
    function: Callable[..., Any],
    params: list[Any] | None = None,
    results: list[Any] | None = None,
    caller: bool = False,
) -> wasmtime.Func:
    """A host function of that type in the store."""
    kind = wasmtime.FuncType(params or [], results or [])
    return wasmtime.Func(store, kind, function, access_caller=caller)


def in_a_call(store: wasmtime.Store, work: Callable[[], Any]) -> Any:
    """What `work` returns inside a host function that a guest calls."""
    results: list[Any] = []
    run = exports(
        store,
        '(module (import "" "" (func)) (func (export "run") (call 0)))',
        host(store, lambda: results.append(work())),
    )["run"]
    run(store)
    return results[0]


def configured(**settings: Any) -> wasmtime.Engine:
    """An engine with these settings of Config."""
    config = wasmtime.Config()
    for name, value in settings.items():
        setattr(config, name, value)
    return wasmtime.Engine(config)


def movable() -> wasmtime.Engine:
    """An engine whose memories move when they grow."""
    return configured(memory_reservation=0, memory_reservation_for_growth=0)


def environment() -> dict[str, str]:
    """This process's environment, for a child that imports the tests."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def run_program(program: str, *arguments: str, timeout: float = 60) -> str:
    """What a program prints, in a process of its own that has to end well."""
    ended = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=timeout,
    )
    said = f"{ended.stdout[-1000:]}\n{ended.stderr[-4000:]}"
    assert ended.returncode == 0, f"status {ended.returncode}\n{said}"
    return ended.stdout


IMPORTING = """(module (import "m" "f" (func (result i32)))
  (func (export "g") (result i32) (call 0)))"""
EXPORTING = '(module (func (export "f") (result i32) (i32.const 1)))'


def five(store: Any) -> wasmtime.Func:
    """A host function that answers 5."""
    return host(store, lambda: 5, [], [I32])
