from __future__ import annotations

from typing import Any

import numpy
import pytest

import safestore as wasmtime
from safestore.errors import ClosedError, ForeignStoreError

from .guests import EXTERNREF, FUNCREF, I32, exports, host

FALSY: list[Any] = [0, "", [], {}, False, 0.0, b"", ()]


def things(store: wasmtime.Store, init: Any = None, size: int = 3) -> wasmtime.Table:
    kind = wasmtime.TableType(EXTERNREF, wasmtime.Limits(size, 10))
    return wasmtime.Table(store, kind, init)


def functions(store: wasmtime.Store, init: Any = None) -> wasmtime.Table:
    return wasmtime.Table(store, wasmtime.TableType(FUNCREF, wasmtime.Limits(3, 10)), init)


class TestElements:
    @pytest.mark.parametrize("thing", [*FALSY, None, "text", object()])
    def test_objects(self, store: wasmtime.Store, thing: Any) -> None:
        table = things(store, thing)
        assert table.get(store, 2) is thing
        table.set(store, 1, "other")
        table.set(store, 1, thing)
        assert table.get(store, 1) is thing
        assert table.grow(store, 2, thing) == 3
        assert table.get(store, 4) is thing
        store.gc()
        assert table.get(store, 4) is thing
        table.set(store, 0, wasmtime.Val.externref(thing))
        assert table.get(store, 0) is thing

    def test_functions(self, store: wasmtime.Store) -> None:
        func = host(store, lambda: 5, [], [I32])
        table = functions(store, func)
        assert table.get(store, 0)(store) == 5
        table.set(store, 0, None)
        assert table.get(store, 0) is None
        table.set(store, 0, wasmtime.Val.funcref(func))
        assert table.get(store, 0)(store) == 5
        table.set(store, 0, wasmtime.Val.funcref(None))
        assert table.get(store, 0) is None

    def test_what_the_guest_sees(self, store: wasmtime.Store) -> None:
        table = functions(store)
        call = exports(
            store,
            """(module (import "" "" (table 3 funcref)) (type $t (func (result i32)))
              (func (export "f") (param i32) (result i32)
                (call_indirect (type $t) (local.get 0))))""",
            table,
        )["f"]
        with pytest.raises(wasmtime.Trap) as caught:
            call(store, 1)
        assert caught.value.trap_code is wasmtime.TrapCode.INDIRECT_CALL_TO_NULL
        table.set(store, 1, host(store, lambda: 5, [], [I32]))
        assert call(store, 1) == 5

    @pytest.mark.parametrize("index", [3, 10, 2**31, 2**32, 2**63, 2**64 - 1])
    def test_beyond_the_end(self, store: wasmtime.Store, index: int) -> None:
        table = things(store, "x")
        assert table.get(store, index) is None
        with pytest.raises(wasmtime.WasmtimeError):
            table.set(store, index, "y")
        assert [table.get(store, i) for i in range(3)] == ["x"] * 3

    @pytest.mark.parametrize("index", [-1, 2**64, -(2**70)])
    def test_what_no_table_has(self, store: wasmtime.Store, index: int) -> None:
        table = things(store)
        with pytest.raises(OverflowError):
            table.get(store, index)
        with pytest.raises(OverflowError):
            table.set(store, index, "y")

    @pytest.mark.parametrize("index", [True, numpy.int64(1)])
    def test_integers(self, store: wasmtime.Store, index: Any) -> None:
        table = things(store)
        table.set(store, index, "x")
        assert table.get(store, index) == table.get(store, 1) == "x"

    @pytest.mark.parametrize("index", [1.0, "1", None, b"1"])
    def test_what_is_no_integer(self, store: wasmtime.Store, index: Any) -> None:
        table = things(store)
        for use in (
            lambda: table.get(store, index),
            lambda: table.set(store, index, 1),
            lambda: table.grow(store, index, 1),
        ):
            with pytest.raises(TypeError):
                use()

    @pytest.mark.parametrize("value", [0, "f", len, [], wasmtime.FuncType([], [])])
    def test_what_is_no_function(self, store: wasmtime.Store, value: Any) -> None:
        table = functions(store)
        for use in (
            lambda: table.set(store, 0, value),
            lambda: table.grow(store, 1, value),
            lambda: functions(store, value),
        ):
            with pytest.raises(TypeError):
                use()
        assert (table.size(store), table.get(store, 0)) == (3, None)


class TestSize:
    def test_growing(self, store: wasmtime.Store) -> None:
        table = things(store)
        assert (table.size(store), table.grow(store, 7, "x"), table.size(store)) == (3, 3, 10)
        for count in (1, 2**32, 2**63, 2**64 - 1):
            with pytest.raises(wasmtime.WasmtimeError):
                table.grow(store, count, "x")
        for count in (-1, 2**64):
            with pytest.raises(OverflowError):
                table.grow(store, count, "x")
        assert table.grow(store, 0, "x") == 10

    def test_its_type(self, store: wasmtime.Store) -> None:
        kind = wasmtime.TableType(EXTERNREF, wasmtime.Limits(3, 10))
        assert things(store).type(store) == kind

    def test_more_than_there_is(self, store: wasmtime.Store) -> None:
        kind = wasmtime.TableType(FUNCREF, wasmtime.Limits(3, 2**32 - 1))
        assert wasmtime.Table(store, kind, None).type(store).limits.max in (2**32 - 1, None)

    def test_a_store_with_limits(self, store: wasmtime.Store) -> None:
        store.set_limits(table_elements=5)
        table = things(store)
        with pytest.raises(wasmtime.WasmtimeError):
            table.grow(store, 3, None)
        assert table.grow(store, 2, None) == 3
        with pytest.raises(wasmtime.WasmtimeError):
            things(store, size=6)


class TestRefusals:
    def test_another_store(self, store: wasmtime.Store, other: wasmtime.Store) -> None:
        table, func = functions(store), host(other, lambda: None)
        for use in (
            lambda: table.get(other, 0),
            lambda: table.set(other, 0, None),
            lambda: table.size(other),
            lambda: table.type(other),
            lambda: table.grow(other, 1, None),
            lambda: table.set(store, 0, func),
            lambda: table.set(store, 0, wasmtime.Val.funcref(func)),
            lambda: table.grow(store, 1, func),
            lambda: functions(store, func),
        ):
            with pytest.raises(ForeignStoreError):
                use()
        assert [table.get(store, i) for i in range(3)] == [None] * 3

    def test_a_closed_store(self, engine: wasmtime.Engine) -> None:
        store = wasmtime.Store(engine)
        table = things(store)
        store.close()
        for use in (
            lambda: table.get(store, 0),
            lambda: table.set(store, 0, 1),
            lambda: table.size(store),
        ):
            with pytest.raises(ClosedError):
                use()

    @pytest.mark.parametrize("kind", [None, 3, wasmtime.FuncType([], []), wasmtime.Limits(1, 2)])
    def test_what_is_no_type(self, store: wasmtime.Store, kind: Any) -> None:
        with pytest.raises(TypeError):
            wasmtime.Table(store, kind, None)

    def test_elements_that_do_not_cross(self) -> None:
        config = wasmtime.Config()
        config.wasm_gc = config.wasm_function_references = True
        store = wasmtime.Store(wasmtime.Engine(config))
        table = exports(store, '(module (table (export "t") 1 anyref))')["t"]
        for use in (
            lambda: table.get(store, 0),
            lambda: table.set(store, 0, None),
            lambda: table.grow(store, 1, None),
        ):
            with pytest.raises(TypeError, match="cannot be passed"):
                use()
        assert table.size(store) == 1

    def test_an_externref_of_the_guests_making(self) -> None:
        config = wasmtime.Config()
        config.wasm_gc = config.wasm_function_references = True
        store = wasmtime.Store(wasmtime.Engine(config))
        found = exports(
            store,
            """(module (table (export "t") 1 externref)
              (func $made (export "made") (result externref)
                (extern.convert_any (ref.i31 (i32.const 5))))
              (func (export "put") (table.set 0 (i32.const 0) (call $made))))""",
        )
        with pytest.raises(TypeError, match="externref"):
            found["made"](store)
        found["put"](store)
        with pytest.raises(TypeError, match="externref"):
            found["t"].get(store, 0)
