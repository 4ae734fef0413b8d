"""Nothing lost, nothing made up: memories, tables and globals against a model in Python.

Good and bad operations in any order; the model is what every good one and no bad one has done.
"""

from __future__ import annotations

import struct
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import safestore as wasmtime

from .world import engine

_PAGE = 65536
_WAT = """
(module
  (memory (export "memory") 1 3)
  (table (export "things") 2 6 externref)
  (table (export "functions") 2 6 funcref)
  (global (export "i32") (mut i32) (i32.const 0))
  (global (export "i64") (mut i64) (i64.const 0))
  (global (export "f32") (mut f32) (f32.const 0))
  (global (export "f64") (mut f64) (f64.const 0))
  (global (export "thing") (mut externref) (ref.null extern))
  (func (export "one") (result i32) (i32.const 1))
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0)))
  (func (export "store") (param i32 i32) (i32.store8 (local.get 0) (local.get 1)))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))
"""
_MODULE = wasmtime.Module(engine(), _WAT)

_near = st.one_of(
    st.integers(-(2**70), 2**70),
    st.integers(-10, 10),
    st.builds(lambda pages, by: pages * _PAGE + by, st.integers(-3, 3), st.integers(-9, 9)),
)
_octets = st.one_of(st.binary(max_size=20), st.binary(max_size=4).map(lambda some: some * 20000))
_things = st.sampled_from([None, 0, "", [], {}, False, "text", 3.5])
_BITS = {"i32": 32, "i64": 64}


class Contents(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.store = wasmtime.Store(engine())
        self.store.set_fuel(10**9)
        self.exports = wasmtime.Instance(self.store, _MODULE, []).exports(self.store)
        self.memory = self.exports.memory("memory")
        self.octets = bytearray(_PAGE)
        self.things: list[Any] = [None, None]
        self.functions = [False, False]
        self.globals: dict[str, Any] = {"i32": 0, "i64": 0, "f32": 0.0, "f64": 0.0, "thing": None}
        self.views: list[wasmtime.MemoryView] = []

    # Memory

    @rule(octets=_octets, start=st.none() | _near)
    def write(self, octets: bytes, start: int | None) -> None:
        at = 0 if start is None else start + len(self.octets) if start < 0 else start
        if 0 <= at < len(self.octets) and at + len(octets) <= len(self.octets):
            assert self.memory.write(self.store, octets, start) == len(octets)
            self.octets[at : at + len(octets)] = octets
        else:
            with pytest.raises(IndexError):
                self.memory.write(self.store, octets, start)

    @rule(start=st.none() | _near, stop=st.none() | _near)
    def read(self, start: int | None, stop: int | None) -> None:
        if any(bound is not None and bound < -len(self.octets) for bound in (start, stop)):
            with pytest.raises(IndexError):
                self.memory.read(self.store, start, stop)
        else:
            assert self.memory.read(self.store, start, stop) == self.octets[start:stop]

    @rule(offset=_near, size=st.none() | _near)
    def borrow(self, offset: int, size: int | None) -> None:
        length = len(self.octets) - offset if size is None else size
        if 0 <= offset <= len(self.octets) and 0 <= length <= len(self.octets) - offset:
            lent = bytes(self.memory.get_buffer_ptr(self.store, size, offset))
            assert lent == self.octets[offset : offset + length]
            with self.memory.view(self.store, offset, size) as view:
                assert view == lent
                assert len(view) == length
        else:
            with pytest.raises((IndexError, OverflowError)):
                self.memory.get_buffer_ptr(self.store, size, offset)
            with pytest.raises((IndexError, OverflowError)):
                self.memory.view(self.store, offset, size)

    @rule()
    def keep_a_view(self) -> None:
        self.views.append(self.memory.view(self.store))

    @rule(index=_near, value=st.integers(-1, 256))
    def write_through_a_view(self, index: int, value: int) -> None:
        with self.memory.view(self.store) as view:
            if not 0 <= index < len(view):
                with pytest.raises((IndexError, ValueError)):
                    view[index] = value
            elif not 0 <= value < 256:
                with pytest.raises((ValueError, OverflowError)):
                    view[index] = value
            else:
                view[index] = value
                self.octets[index] = value

    @rule(start=_near, stop=_near, octets=st.binary(max_size=8))
    def write_a_slice_through_a_view(self, start: int, stop: int, octets: bytes) -> None:
        with self.memory.view(self.store) as view:
            if not (0 <= start <= len(view) and 0 <= stop <= len(view)):
                with pytest.raises(IndexError):
                    view[start:stop] = octets
            elif len(octets) != max(0, stop - start):
                with pytest.raises(ValueError):
                    view[start:stop] = octets
            else:
                view[start:stop] = octets
                self.octets[start : start + len(octets)] = octets

    @rule(delta=st.one_of(st.integers(0, 2), _near))
    def grow_memory(self, delta: int) -> None:
        pages = len(self.octets) // _PAGE
        if 0 <= delta <= 3 - pages:
            assert self.memory.grow(self.store, delta) == pages
            self.octets.extend(bytes(delta * _PAGE))
        else:
            with pytest.raises((wasmtime.WasmtimeError, OverflowError)):
                self.memory.grow(self.store, delta)

    @rule(delta=st.integers(0, 2))
    def guest_grows(self, delta: int) -> None:
        pages = len(self.octets) // _PAGE
        expected = pages if delta <= 3 - pages else -1
        assert self.exports["grow"](self.store, delta) == expected
        if expected >= 0:
            self.octets.extend(bytes(delta * _PAGE))

    @rule(address=st.integers(0, 3 * _PAGE), value=st.integers(0, 255))
    def guest_writes(self, address: int, value: int) -> None:
        if address < len(self.octets):
            self.exports["store"](self.store, address, value)
            self.octets[address] = value
            assert self.exports["load"](self.store, address) == value
        else:
            with pytest.raises(wasmtime.Trap) as caught:
                self.exports["store"](self.store, address, value)
            assert caught.value.trap_code is wasmtime.TrapCode.MEMORY_OUT_OF_BOUNDS

    # Tables

    @rule(index=st.integers(-1, 7) | _near, thing=_things)
    def set_thing(self, index: int, thing: Any) -> None:
        table = self.exports["things"]
        if 0 <= index < len(self.things):
            table.set(self.store, index, thing)
            self.things[index] = thing
        else:
            with pytest.raises((wasmtime.WasmtimeError, OverflowError)):
                table.set(self.store, index, thing)

    @rule(index=st.integers(0, 6), null=st.booleans())
    def set_function(self, index: int, null: bool) -> None:
        table = self.exports["functions"]
        function = None if null else self.exports["one"]
        if index < len(self.functions):
            table.set(self.store, index, function)
            self.functions[index] = not null
        else:
            with pytest.raises(wasmtime.WasmtimeError):
                table.set(self.store, index, function)
        with pytest.raises(TypeError):
            table.set(self.store, 0, "not a function")

    @rule(count=st.integers(0, 3) | _near, thing=_things)
    def grow_things(self, count: int, thing: Any) -> None:
        table = self.exports["things"]
        if 0 <= count <= 6 - len(self.things):
            assert table.grow(self.store, count, thing) == len(self.things)
            self.things.extend([thing] * count)
        else:
            with pytest.raises((wasmtime.WasmtimeError, OverflowError)):
                table.grow(self.store, count, thing)

    # Globals

    @rule(kind=st.sampled_from(("i32", "i64")), value=_near | st.integers(-(2**33), 2**33))
    def set_integer(self, kind: str, value: int) -> None:
        bits = _BITS[kind]
        if -(2 ** (bits - 1)) <= value < 2**bits:
            self.exports[kind].set_value(self.store, value)
            self.globals[kind] = value - 2**bits if value >= 2 ** (bits - 1) else value
        else:
            with pytest.raises(OverflowError):
                self.exports[kind].set_value(self.store, value)

    @rule(kind=st.sampled_from(("f32", "f64")), value=st.floats(allow_nan=False))
    def set_float(self, kind: str, value: float) -> None:
        if kind == "f32":
            try:
                stored = struct.unpack("=f", struct.pack("=f", value))[0]
            except OverflowError:
                with pytest.raises(OverflowError):
                    self.exports[kind].set_value(self.store, value)
                return
        else:
            stored = value
        self.exports[kind].set_value(self.store, value)
        self.globals[kind] = stored

    @rule(kind=st.sampled_from(("i32", "i64", "f32", "f64")))
    def set_nonsense(self, kind: str) -> None:
        for value in (None, "1", b"1", [1], 1j):
            with pytest.raises(TypeError):
                self.exports[kind].set_value(self.store, value)

    @rule(thing=_things)
    def set_global_thing(self, thing: Any) -> None:
        self.exports["thing"].set_value(self.store, thing)
        self.globals["thing"] = thing

    @rule()
    def collect(self) -> None:
        self.store.gc()

    @invariant()
    def agrees(self) -> None:
        store = self.store
        assert self.memory.read(store) == self.octets
        assert self.memory.size(store) * _PAGE == self.memory.data_len(store) == len(self.octets)
        for name, value in self.globals.items():
            found = self.exports[name].value(store)
            assert found is value if name == "thing" else found == value
        for index, thing in enumerate(self.things):
            assert self.exports["things"].get(store, index) is thing
        functions = self.exports["functions"]
        for index, present in enumerate(self.functions):
            function = functions.get(store, index)
            assert (function is not None) == present
            assert function is None or function(store) == 1
        for view in self.views:
            # A view of a memory that stays where it is shows it as long as it was when it was made.
            assert view == self.octets[: len(view)]

    def teardown(self) -> None:
        views, last = self.views, bytes(self.octets)
        self.store.close()
        for view in views:
            assert view == last[: len(view)]
            view.release()


TestContents = Contents.TestCase
TestContents.settings = settings(stateful_step_count=30)
