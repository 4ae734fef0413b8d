"""What a call costs: both implementations in one process, in turns, since machines have moods."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from demo.screen import Row, Screen
from demo.stopwatch import now

ROUNDS = 15
CALLS = 1000  # in each round

MODULE = """(module
  (import "host" "answer" (func $answer (param i32) (result i32)))
  (func (export "add") (param i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 1)))
  (func (export "ask") (param $times i32)
    (loop $again
      (drop (call $answer (local.get $times)))
      (local.set $times (i32.sub (local.get $times) (i32.const 1)))
      (br_if $again (local.get $times)))))"""


def show(screen: Screen, raw_wasmtime: ModuleType, safestore: ModuleType) -> list[Row]:
    """Measure and show both kinds of call; the rows for the table."""
    raw, safe = _timers(raw_wasmtime), _timers(safestore)
    screen.paragraph(
        f"The best of {ROUNDS} rounds of {CALLS} calls each, the two taking turns in one process."
    )
    screen.line()
    rows = []
    for what in raw:
        slow, fast = _best_in_turns(raw[what], safe[what])
        compared = f"{slow / fast:.1f}x faster" if fast < slow else f"{fast / slow:.1f}x slower"
        screen.finding(what, f"raw {_micro(slow)}, safestore {_micro(fast)}: {compared}")
        rows.append(Row(what, _micro(slow), f"{_micro(fast)}, {compared}", fast < slow))
    return rows


def _timers(wasmtime: ModuleType) -> dict[str, Callable[[], float]]:
    """By name, what runs one round and returns the seconds a call."""
    store = wasmtime.Store()
    module = wasmtime.Module(store.engine, MODULE)
    answer = wasmtime.Func(store, module.imports[0].type, lambda number: number)
    exports = wasmtime.Instance(store, module, [answer]).exports(store)
    add, ask = exports["add"], exports["ask"]

    def call() -> Any:
        for _ in range(CALLS):
            add(store, 1, 2)

    return {
        "add(store, 1, 2)": lambda: _seconds(call),
        "a host callback": lambda: _seconds(lambda: ask(store, CALLS)),
    }


def _seconds(round_of_calls: Callable[[], Any]) -> float:
    started = now()
    round_of_calls()
    return (now() - started) / CALLS


def _best_in_turns(*timers: Callable[[], float]) -> list[float]:
    rounds = [[timer() for timer in timers] for _ in range(ROUNDS)]
    return [min(times) for times in zip(*rounds, strict=True)]


def _micro(seconds: float) -> str:
    return f"{seconds * 1e6:.2f} us"
