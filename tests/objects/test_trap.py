from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

import safestore as wasmtime
from safestore.errors import ClosedError

from .guests import configured, exports, host

_TRAPS = {
    "unreachable": ("unreachable", wasmtime.TrapCode.UNREACHABLE),
    "division": ("(drop (i32.div_s (i32.const 1) (i32.const 0)))", None),
    "memory": ("(drop (i32.load (i32.const -1)))", wasmtime.TrapCode.MEMORY_OUT_OF_BOUNDS),
    "table": ("(drop (table.get 0 (i32.const 9)))", wasmtime.TrapCode.TABLE_OUT_OF_BOUNDS),
    "recursion": ("(call 0)", wasmtime.TrapCode.STACK_OVERFLOW),
}


@pytest.fixture
def trap(store: wasmtime.Store) -> wasmtime.Trap:
    func = exports(
        store,
        """(module $guest (func $inner unreachable) (func $outer (export "f") (call $inner)))""",
    )["f"]
    with pytest.raises(wasmtime.Trap) as caught:
        func(store)
    return caught.value


@pytest.mark.parametrize("name", _TRAPS)
def test_codes(store: wasmtime.Store, name: str) -> None:
    body, code = _TRAPS[name]
    wat = f'(module (memory 1) (table 1 externref) (func (export "f") {body}))'
    with pytest.raises(wasmtime.Trap) as caught:
        exports(store, wat)["f"](store)
    assert isinstance(caught.value.trap_code, wasmtime.TrapCode)
    assert code in (None, caught.value.trap_code)
    # The store goes on.
    assert exports(store, '(module (func (export "f") (result i32) i32.const 1))')["f"](store) == 1


def test_what_it_says(trap: wasmtime.Trap) -> None:
    assert "unreachable" in trap.message
    assert str(trap) == trap.message
    assert trap.args
    frames = trap.frames
    assert [frame.func_name for frame in frames] == ["inner", "outer"]
    assert [frame.func_index for frame in frames] == [0, 1]
    assert {frame.module_name for frame in frames} == {"guest"}
    assert all(frame.module_offset > frame.func_offset >= 0 for frame in frames)
    assert frames == trap.frames
    assert len({*frames, *trap.frames}) == 2
    assert all("guest" in repr(frame) for frame in frames)


def test_copies(trap: wasmtime.Trap) -> None:
    for made in (copy.copy(trap), copy.deepcopy(trap), pickle.loads(pickle.dumps(trap))):
        assert (made.message, made.trap_code) == (trap.message, trap.trap_code)
        assert made.frames == trap.frames
    frame = trap.frames[0]
    assert copy.copy(frame) == copy.deepcopy(frame) == pickle.loads(pickle.dumps(frame)) == frame


def test_frames_outlive_it(trap: wasmtime.Trap) -> None:
    frames = trap.frames
    trap.close()
    trap.close()
    assert [frame.func_name for frame in frames] == ["inner", "outer"]
    for use in (lambda: trap.message, lambda: trap.frames, lambda: trap.trap_code):
        with pytest.raises(ClosedError):
            use()


@pytest.mark.parametrize("message", ["", "text", "é\n", "a\0b", "x" * 100_000])
def test_of_the_hosts_making(store: wasmtime.Store, message: str) -> None:
    made = wasmtime.Trap(message)
    assert made.message == message
    assert made.trap_code is None
    assert made.frames == []

    def function() -> None:
        raise made

    with pytest.raises(wasmtime.Trap) as caught:
        host(store, function)(store)
    assert caught.value is made


@pytest.mark.parametrize("message", [None, 3, b"x", object()])
def test_what_is_no_message(message: Any) -> None:
    for cls in (wasmtime.Trap, wasmtime.WasmtimeError, wasmtime.ExitTrap):
        with pytest.raises(TypeError):
            cls(message)


def test_a_message_that_lies() -> None:
    class Lying(str):
        def encode(self, *_: Any) -> bytes:
            class Long(bytes):
                def __len__(self) -> int:
                    return 1 << 24

            return Long(b"m")

    assert wasmtime.Trap(Lying("text")).message == "text"
    assert str(wasmtime.WasmtimeError(Lying("text"))) == "text"


def test_a_subclass(store: wasmtime.Store) -> None:
    class Mine(wasmtime.Trap):
        @property
        def message(self) -> str:
            return "overridden"

    def function() -> None:
        raise Mine("x")

    with pytest.raises(Mine, match="overridden"):
        host(store, function)(store)


def test_errors_are_values() -> None:
    with pytest.raises(wasmtime.WasmtimeError) as caught:
        wasmtime.Module(wasmtime.Engine(), "(module")
    error = caught.value
    for made in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
        assert str(made) == str(error)
        assert type(made) is type(error)
    error.close()
    assert str(error)
    left = wasmtime.ExitTrap("left", 3)
    assert pickle.loads(pickle.dumps(left)).code == 3
    assert isinstance(left, wasmtime.WasmtimeError)


def test_frames_are_not_made() -> None:
    with pytest.raises(wasmtime.WasmtimeError):
        wasmtime.Frame()
    with pytest.raises(ValueError, match="never initialized"):
        _ = wasmtime.Frame.__new__(wasmtime.Frame).func_name
    with pytest.raises(ValueError, match="never initialized"):
        _ = wasmtime.Trap.__new__(wasmtime.Trap).message


def test_an_endless_guest_with_fuel() -> None:
    store = wasmtime.Store(configured(consume_fuel=True))
    store.set_fuel(10_000)
    with pytest.raises(wasmtime.Trap) as caught:
        exports(store, '(module (func (export "f") (loop (br 0))))')["f"](store)
    assert caught.value.trap_code is wasmtime.TrapCode.OUT_OF_FUEL
    assert store.get_fuel() == 0
