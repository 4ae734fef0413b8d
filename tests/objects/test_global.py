from __future__ import annotations

import math
from typing import Any

import numpy
import pytest

import safestore as wasmtime
from safestore.errors import ClosedError, ForeignStoreError

from .guests import EXTERNREF, F32, F64, FUNCREF, I32, I64, exports, host


def made(store: wasmtime.Store, kind: Any, value: Any, mutable: bool = True) -> wasmtime.Global:
    return wasmtime.Global(store, wasmtime.GlobalType(kind, mutable), value)


class TestValues:
    @pytest.mark.parametrize(
        ("kind", "given", "value"),
        [
            (I32, 2**32 - 1, -1),
            (I32, True, 1),
            (I32, numpy.int16(-3), -3),
            (I64, 2**63, -(2**63)),
            (F32, 1.5, 1.5),
            (F64, math.inf, math.inf),
            (EXTERNREF, None, None),
            (EXTERNREF, 0, 0),
            (EXTERNREF, [], []),
            (EXTERNREF, False, False),
            (FUNCREF, None, None),
        ],
    )
    def test_round_trip(self, store: wasmtime.Store, kind: Any, given: Any, value: Any) -> None:
        for found in (made(store, kind, given), made(store, kind, given, mutable=False)):
            assert found.value(store) == value
            assert type(found.value(store)) is type(value)
        found.type(store)
        changed = made(store, kind, given)
        changed.set_value(store, given)
        assert changed.value(store) == value

    def test_the_same_object(self, store: wasmtime.Store) -> None:
        thing = object()
        found = made(store, EXTERNREF, thing)
        store.gc()
        assert found.value(store) is thing
        found.set_value(store, None)
        assert found.value(store) is None

    def test_functions(self, store: wasmtime.Store) -> None:
        found = made(store, FUNCREF, host(store, lambda: 5, [], [I32]))
        assert found.value(store)(store) == 5
        found.set_value(store, None)
        assert found.value(store) is None

    @pytest.mark.parametrize(
        ("kind", "value", "error"),
        [
            (I32, 2**32, OverflowError),
            (I32, 1.0, TypeError),
            (I32, None, TypeError),
            (I64, -(2**63) - 1, OverflowError),
            (F32, 1e300, OverflowError),
            (F64, 1, TypeError),
            (F64, "1", TypeError),
            (FUNCREF, 1, TypeError),
            (I32, wasmtime.Val.i64(1), TypeError),
        ],
    )
    def test_what_does_not_fit(
        self, store: wasmtime.Store, kind: Any, value: Any, error: type[Exception]
    ) -> None:
        start = {I32: 1, I64: 2, F32: 3.0, F64: 4.0, FUNCREF: None}[kind]
        found = made(store, kind, start)
        with pytest.raises(error):
            found.set_value(store, value)
        assert found.value(store) == start
        with pytest.raises(error):
            made(store, kind, value)

    def test_constants(self, store: wasmtime.Store) -> None:
        found = made(store, I32, 5, mutable=False)
        with pytest.raises(wasmtime.WasmtimeError, match="constant"):
            found.set_value(store, 6)
        assert found.value(store) == 5

    def test_shared_with_the_guest(self, store: wasmtime.Store) -> None:
        found = made(store, I32, 5)
        bump = exports(
            store,
            """(module (import "" "" (global (mut i32)))
              (func (export "f") (global.set 0 (i32.add (global.get 0) (i32.const 1)))))""",
            found,
        )["f"]
        bump(store)
        assert found.value(store) == 6

    def test_its_type(self, store: wasmtime.Store) -> None:
        assert made(store, I32, 5).type(store) == wasmtime.GlobalType(I32, True)
        assert made(store, F64, 5.0, False).type(store) == wasmtime.GlobalType(F64, False)

    def test_types_that_do_not_cross(self, store: wasmtime.Store) -> None:
        found = exports(store, '(module (global (export "g") (mut v128) (v128.const i64x2 1 2)))')[
            "g"
        ]
        with pytest.raises(TypeError, match="v128"):
            found.value(store)
        with pytest.raises(TypeError, match="v128"):
            found.set_value(store, 1)
        assert str(found.type(store).content) == "v128"


class TestRefusals:
    def test_another_store(self, store: wasmtime.Store, other: wasmtime.Store) -> None:
        found, func = made(store, FUNCREF, None), host(other, lambda: None)
        for use in (
            lambda: found.value(other),
            lambda: found.set_value(other, None),
            lambda: found.type(other),
            lambda: found.set_value(store, func),
            lambda: made(store, FUNCREF, func),
        ):
            with pytest.raises(ForeignStoreError):
                use()
        assert found.value(store) is None

    def test_a_closed_store(self, engine: wasmtime.Engine) -> None:
        store = wasmtime.Store(engine)
        found = made(store, I32, 5)
        store.close()
        with pytest.raises(ClosedError):
            found.value(store)
        with pytest.raises(ClosedError):
            found.set_value(store, 5)

    @pytest.mark.parametrize("kind", [None, I32, "i32", wasmtime.FuncType([], [])])
    def test_what_is_no_type(self, store: wasmtime.Store, kind: Any) -> None:
        with pytest.raises(TypeError):
            wasmtime.Global(store, kind, 1)
