from __future__ import annotations

import gc
import sys
import traceback
import weakref
from typing import Any

import numpy
import pytest

import safestore as wasmtime
from safestore.errors import ClosedError, ReentrancyError

from .guests import EXTERNREF, configured, exports, host


class TestData:
    @pytest.mark.parametrize("data", [None, 0, "", [], {}, False, object(), "text"])
    def test_any_object(self, engine: wasmtime.Engine, data: Any) -> None:
        assert wasmtime.Store(engine, data).data() is data

    def test_itself(self, engine: wasmtime.Engine) -> None:
        class Host:
            pass

        data = Host()
        data.store = wasmtime.Store(engine, data)  # type: ignore[attr-defined]
        gone = weakref.ref(data)
        del data
        gc.collect()
        assert gone() is None

    @pytest.mark.parametrize("given", [3, "engine", object(), wasmtime.Engine, wasmtime.Config()])
    def test_what_is_no_engine(self, given: Any) -> None:
        with pytest.raises(TypeError, match="expected an Engine"):
            wasmtime.Store(given)

    def test_an_engine_of_its_own(self) -> None:
        store = wasmtime.Store()
        assert exports(store, '(module (func (export "f")))')["f"](store) is None


class TestSettings:
    def test_fuel(self) -> None:
        store = wasmtime.Store(configured(consume_fuel=True))
        for fuel in (0, 5, 2**64 - 1, True, numpy.int64(7)):
            store.set_fuel(fuel)
            assert store.get_fuel() == int(fuel)
        for bad in (-1, 2**64, -(2**70)):
            with pytest.raises(OverflowError):
                store.set_fuel(bad)
        for wrong in (1.0, "1", None):
            with pytest.raises(TypeError):
                store.set_fuel(wrong)  # type: ignore[arg-type]
        assert store.get_fuel() == 7

    def test_fuel_that_is_not_consumed(self, store: wasmtime.Store) -> None:
        for use in (lambda: store.set_fuel(5), store.get_fuel):
            with pytest.raises(wasmtime.WasmtimeError):
                use()

    @pytest.mark.parametrize("ticks", [-1, 2**64])
    def test_deadlines(self, store: wasmtime.Store, ticks: int) -> None:
        with pytest.raises(OverflowError):
            store.set_epoch_deadline(ticks)
        store.set_epoch_deadline(2**64 - 1)

    def test_limits(self, store: wasmtime.Store) -> None:
        store.set_limits(memory_size=65536 * 2)
        memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 9)))
        assert memory.grow(store, 1) == 1
        with pytest.raises(wasmtime.WasmtimeError):
            memory.grow(store, 1)
        for name in ("memory_size", "table_elements", "instances", "tables", "memories"):
            with pytest.raises(OverflowError):
                store.set_limits(**{name: 2**63})
            with pytest.raises(TypeError):
                store.set_limits(**{name: 1.5})  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            store.set_limits(nonsense=1)  # type: ignore[call-arg]


class TestClosing:
    def test_everything_in_it(self, engine: wasmtime.Engine) -> None:
        with wasmtime.Store(engine) as store:
            found = exports(store, '(module (func (export "f")) (memory (export "m") 1))')
        store.close()
        for use in (
            lambda: found["f"](store),
            lambda: found["m"].size(store),
            store.data,
            store.gc,
            store.ptr,
            lambda: store.set_limits(),
            lambda: store.set_wasi(wasmtime.WasiConfig()),
            lambda: host(store, lambda: None),
            lambda: exports(store, "(module)"),
        ):
            with pytest.raises(ClosedError, match=r"closed at test_store\.py:\d+ on MainThread"):
                use()
        assert "closed" in repr(store)

    def test_a_wasi_configuration_is_not_lost(self, engine: wasmtime.Engine) -> None:
        store = wasmtime.Store(engine)
        store.close()
        wasi = wasmtime.WasiConfig()
        with pytest.raises(ClosedError):
            store.set_wasi(wasi)
        second = wasmtime.Store(engine)
        second.set_wasi(wasi)
        with pytest.raises(ClosedError):
            second.set_wasi(wasi)

    def test_finalizers_of_what_it_held(self, engine: wasmtime.Engine) -> None:
        """They run after the store, and find it closed."""
        found: list[Any] = []

        class Last:
            def __init__(self, store: wasmtime.Store) -> None:
                self.store = store

            def __del__(self) -> None:
                for use in (self.store.data, self.store.gc, lambda: host(self.store, print)):
                    try:
                        found.append(use())
                    except ClosedError as error:
                        found.append(type(error))

        store = wasmtime.Store(engine)
        keep = wasmtime.Global(store, wasmtime.GlobalType(EXTERNREF, True), Last(store))
        store.close()
        del keep
        gc.collect()
        assert found == [ClosedError] * 3

    def test_a_finalizer_that_uses_the_store(self, store: wasmtime.Store) -> None:
        """P2: of an externref that the guest let go of; it runs at the end of a call."""
        seen: list[Any] = []
        add = exports(store, '(module (func (export "f") (result i32) (i32.const 3)))')["f"]

        class Uses:
            def __del__(self) -> None:
                seen.append(add(store))

        keep = wasmtime.Global(store, wasmtime.GlobalType(EXTERNREF, True), Uses())
        keep.set_value(store, None)
        store.gc()
        add(store)
        assert seen == [3]

    def test_a_finalizer_runs_when_the_engine_is_through(self, store: wasmtime.Store) -> None:
        """P2: not from the engine's own finalizer, in the middle of whatever it is doing."""
        below: list[list[str]] = []

        class Looks:
            def __del__(self) -> None:
                below.append([frame.name for frame in traceback.extract_stack()])

        keep = wasmtime.Global(store, wasmtime.GlobalType(EXTERNREF, True), Looks())
        keep.set_value(store, None)
        store.gc()
        assert len(below) == 1
        # The method that called the engine has returned.
        assert "gc" not in below[0]

    def test_a_finalizer_that_closes_the_store(
        self, engine: wasmtime.Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It runs inside the call whose end it is: refused, as in a host function."""
        refused: list[Any] = []
        monkeypatch.setattr(sys, "unraisablehook", lambda args: refused.append(args.exc_type))
        store = wasmtime.Store(engine)
        add = exports(store, '(module (func (export "f") (result i32) (i32.const 3)))')["f"]

        class Closes:
            def __del__(self) -> None:
                store.close()

        keep = wasmtime.Global(store, wasmtime.GlobalType(EXTERNREF, True), Closes())
        keep.set_value(store, None)
        store.gc()
        assert refused == [ReentrancyError]
        assert add(store) == 3
