"""An argument's `__index__` runs in the middle of an operation, and may use the same store (T7).

Where nobody is inside yet it may move the pin, or close it: then the operation is refused. Where
the operation is inside it is refused itself, and the operation is right.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import safestore as wasmtime
from safestore import Pinned, TransferToken
from safestore.errors import MisuseError

from .guests import exports

WAT = """(module
  (memory (export "memory") 1 10)
  (global (export "number") (mut i32) (i32.const 1))
  (table (export "table") 4 100 externref)
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))"""

OPERATIONS: dict[str, tuple[Callable[[Any, Any, Any], object], object]] = {
    "call": (lambda its, pin, one: its["add"](pin, one, 1), 2),
    "global": (lambda its, pin, one: its["number"].set_value(pin, one), None),
    "get element": (lambda its, pin, one: its["table"].get(pin, one), None),
    "set element": (lambda its, pin, one: its["table"].set(pin, one, None), None),
    "grow table": (lambda its, pin, one: its["table"].grow(pin, one, None), 4),
    "grow": (lambda its, pin, one: its["memory"].grow(pin, one), 1),
    "read": (lambda its, pin, one: bytes(its["memory"].read(pin, one, 3)), bytes(2)),
    "write": (lambda its, pin, one: its["memory"].write(pin, b"abc", one), 3),
}


def _transfer(pin: Pinned[Any]) -> TransferToken[Any]:
    return pin.transfer()


def _move(pin: Pinned[Any]) -> Pinned[Any]:
    return pin.transfer().land()


def _unpin(pin: Pinned[Any]) -> Any:
    return pin.unpin()


def _close(pin: Pinned[Any]) -> Pinned[Any]:
    pin.close()
    return pin


class One:
    """The number one, and what happens when it is asked for."""

    def __init__(self, action: Callable[[], object]) -> None:
        self.action = action
        self.result: Any = None
        self.refusal: MisuseError | None = None

    def __index__(self) -> int:
        try:
            self.result = self.action()
        except MisuseError as error:
            self.refusal = error
        return 1


@pytest.mark.parametrize("action", [_transfer, _move, _unpin, _close])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_one_of_the_two_is_refused(operation: str, action: Callable[[Any], object]) -> None:
    store = wasmtime.Store()
    its = exports(store, WAT)
    pin = Pinned(store)
    run, expected = OPERATIONS[operation]
    one = One(lambda: action(pin))
    try:
        result = run(its, pin, one)
    except MisuseError:
        assert one.refusal is None and one.result is not None
    else:
        assert one.refusal is not None
        assert result == expected
        # The region is where it was.
        assert its["add"](pin, 20, 22) == 42
        one.result = pin
    if isinstance(one.result, TransferToken):
        one.result = one.result.land()
    if action is not _close or one.refusal is not None:
        assert its["add"](one.result, 20, 22) == 42
    one.result.close()
