"""The operations of the model, on safestore. Each is a task for a worker's thread."""

from __future__ import annotations

import gc
from functools import partial
from typing import Any

from safestore import Pinned, unsafe

from .guest import Cell, Hook, bound, unknown
from .model import Command
from .workers import GoBack, HookError, HostError, Task, Worker, current

__all__ = ["World"]


class World:
    """What there is, under the numbers of the model."""

    def __init__(self, workers: int) -> None:
        self.workers = [Worker() for _ in range(workers)]
        self.cells: dict[int, Cell] = {}
        self.pins: dict[int, Any] = {}
        self.tokens: dict[int, Any] = {}
        self.views: dict[int, Any] = {}
        self.callers: dict[int, Any] = {}

    def keep(self, kind: str, number: int, thing: Any) -> None:
        """Know a thing that an operation made by its number."""
        known: dict[int, Any] = {
            "store": self.cells,
            "pin": self.pins,
            "token": self.tokens,
            "view": self.views,
            "caller": self.callers,
        }[kind]
        assert number not in known or known[number] is thing, f"another {kind} than before"
        known[number] = thing

    def order(self, command: Command) -> Task | GoBack:
        """What to tell the worker."""
        if command.operation == "raise":
            return GoBack(error=HostError if command.detail == "callback" else HookError)
        if command.operation == "return":
            return GoBack(command.number)
        if command.operation == "return to a trap":
            return GoBack(0)
        task = getattr(self, f"_{command.operation.replace(' ', '_')}")
        return partial(task, command)

    def _store(self, command: Command) -> Any:
        kind, number = command.through
        if kind == "pin":
            return self.pins[number]
        if kind == "caller":
            return self.callers[number]
        return self.cells[command.target].store

    def _export(self, command: Command, name: str) -> Any:
        return self.cells[command.target].exports[name]

    def _call(self, command: Command) -> Any:
        return self._export(command, "add")(self._store(command), command.number)

    def _trap(self, command: Command) -> Any:
        return self._export(command, "trap")(self._store(command))

    def _call_back(self, command: Command) -> Any:
        return self._export(command, "call back")(self._store(command), command.number)

    def _grow(self, command: Command) -> Any:
        return self._export(command, command.detail).grow(self._store(command), 1)

    def _peek(self, command: Command) -> Any:
        found = self._export(command, command.detail).read(self._store(command), 0, 4)
        return int.from_bytes(found, "little")

    def _poke(self, command: Command) -> None:
        value = command.number.to_bytes(4, "little")
        self._export(command, command.detail).write(self._store(command), value)

    def _view(self, command: Command) -> Any:
        return self._export(command, command.detail).view(self._store(command), 0, 4)

    def _use_view(self, command: Command) -> Any:
        return int.from_bytes(self.views[command.target].tobytes(), "little")

    def _release_view(self, command: Command) -> None:
        self.views[command.target].release()

    def _close(self, command: Command) -> None:
        self.cells[command.target].store.close()

    def _make(self, command: Command) -> Any:
        return Cell()

    def _on_land(self, command: Command) -> None:
        cell = self.cells[command.target]
        hook = Hook(cell, (command.target, len(cell.hooks)), command.detail, command.number)
        cell.store.on_land(hook, every_switch=command.every)
        cell.hooks.append(hook)

    def _capture(self, command: Command) -> None:
        where, _, what = command.detail.partition(":")
        made: dict[str, Any] = {"thread": bound, "unknown": unknown, "nothing": lambda: None}
        thing = self.cells[int(what)].store if what.isdigit() else made[what]()
        self.cells[command.target].capture(where, thing)

    def _pin(self, command: Command) -> Any:
        cells = [self.cells[number] for number in command.stores]
        value: Any = tuple(cell.store for cell in cells)
        if command.detail == "store":
            value = value[0]
        elif command.detail == "handles":
            value = {"functions": [cell.exports["add"] for cell in cells], "stores": value}
        return Pinned(value, strict=command.every)

    def _value(self, command: Command) -> None:
        assert self.pins[command.target].value is not None

    def _ask(self, command: Command) -> Any:
        pin = self.pins[command.target]
        return pin.is_mine(), pin.moved

    def _transfer(self, command: Command) -> Any:
        return self.pins[command.target].transfer()

    def _unpin(self, command: Command) -> None:
        assert self.pins[command.target].unpin() is not None

    def _close_pin(self, command: Command) -> None:
        self.pins[command.target].close()

    def _reclaim(self, command: Command) -> Any:
        return unsafe.reclaim(self.pins[command.target])

    def _land(self, command: Command) -> Any:
        token = self.tokens[command.target]
        landing = current().landing
        landing.append(token)
        try:
            return token.land()
        finally:
            landing.pop()

    def _discard(self, command: Command) -> None:
        self.tokens[command.target].discard()

    def _drop_token(self, command: Command) -> None:
        # In a cycle, so that it is the collector that finds it.
        cycle: list[Any] = [self.tokens.pop(command.target)]
        cycle.append(cycle)
        del cycle
        gc.collect()

    def _drop_pin(self, command: Command) -> None:
        del self.pins[command.target]

    def _collect(self, command: Command) -> None:
        gc.collect()
