"""H1 and H2: what belongs to one store or engine is not handed out to another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import safestore as wasmtime
from safestore.errors import (
    ForeignEngineError,
    ForeignStoreError,
)

from .guests import EXPORTING, I32, IMPORTING, five


class TestForeign:
    """H1: what belongs to one store is not handed out to another, on any path."""

    def _define(self, store: wasmtime.Store, linker: wasmtime.Linker) -> None:
        linker.define(store, "m", "f", five(store))

    def _define_instance(self, store: wasmtime.Store, linker: wasmtime.Linker) -> None:
        module = wasmtime.Module(
            store.engine, '(module (func (export "f") (result i32) i32.const 1))'
        )
        linker.define_instance(store, "m", wasmtime.Instance(store, module, []))

    def _define_module(self, store: wasmtime.Store, linker: wasmtime.Linker) -> None:
        module = wasmtime.Module(
            store.engine, '(module (func (export "f") (result i32) i32.const 1))'
        )
        linker.define_module(store, "m", module)

    @pytest.mark.parametrize("how", ["_define", "_define_instance", "_define_module"])
    def test_defined_in_another_store(
        self,
        store: wasmtime.Store,
        other: wasmtime.Store,
        linker: wasmtime.Linker,
        importing: wasmtime.Module,
        how: str,
    ) -> None:
        getattr(self, how)(store, linker)
        pre = linker.instantiate_pre(importing)
        uses: list[Callable[[], Any]] = [
            lambda: linker.instantiate(other, importing),
            lambda: linker.get(other, "m", "f"),
            lambda: pre.instantiate(other),
            lambda: linker.define_module(other, "n", importing),
        ]
        for use in uses:
            with pytest.raises(ForeignStoreError, match="Store"):
                use()
        assert linker.get(store, "m", "f")(store)  # type: ignore[operator]
        assert pre.instantiate(store).exports(store)["g"](store)  # type: ignore[operator]

    def test_the_default_of_an_instance_of_another_store(
        self, store: wasmtime.Store, other: wasmtime.Store, linker: wasmtime.Linker
    ) -> None:
        """Without an export of no name, wasmtime takes `_start`: whose it is, only it knows."""
        module = wasmtime.Module(store.engine, '(module (func (export "_start")))')
        linker.define_instance(store, "m", wasmtime.Instance(store, module, []))
        with pytest.raises(ForeignStoreError, match="default of 'm' belongs to another Store"):
            linker.get_default(other, "m")
        assert linker.get_default(store, "m")(store) is None

    def test_shadowed_from_store_to_store(
        self, store: wasmtime.Store, other: wasmtime.Store, linker: wasmtime.Linker
    ) -> None:
        linker.allow_shadowing = True
        self._define(store, linker)
        self._define_instance(other, linker)
        with pytest.raises(ForeignStoreError):
            linker.get(store, "m", "f")
        assert linker.get(other, "m", "f")(other) == 1  # type: ignore[operator]
        self._define(store, linker)
        with pytest.raises(ForeignStoreError):
            linker.get(other, "m", "f")
        assert linker.get(store, "m", "f")(store) == 5  # type: ignore[operator]
        linker.define_func("m", "f", wasmtime.FuncType([], [I32]), lambda: 6)
        for each in (store, other):
            assert linker.get(each, "m", "f")(each) == 6  # type: ignore[operator]

    def test_a_definition_that_failed_changes_nothing(
        self, store: wasmtime.Store, other: wasmtime.Store, linker: wasmtime.Linker
    ) -> None:
        self._define(store, linker)
        with pytest.raises(wasmtime.WasmtimeError):
            self._define(other, linker)
        with pytest.raises(ForeignStoreError):
            linker.get(other, "m", "f")

    def test_names_that_lie(
        self, store: wasmtime.Store, other: wasmtime.Store, linker: wasmtime.Linker
    ) -> None:
        class Name(str):
            def __hash__(self) -> int:
                return 1

            def __eq__(self, other: object) -> bool:
                return False

            def encode(self, *_: Any) -> bytes:
                return b"lie"

        linker.define(store, Name("m"), Name("f"), five(store))
        assert linker.get(store, "m", "f")(store) == 5  # type: ignore[operator]
        with pytest.raises(ForeignStoreError):
            linker.get(other, "m", "f")

    def test_modules_and_instances_that_lie(
        self, store: wasmtime.Store, other: wasmtime.Store, linker: wasmtime.Linker
    ) -> None:
        class Silent(wasmtime.Module):
            imports = exports = ()  # type: ignore[assignment]

        class Empty(wasmtime.Instance):
            def exports(self, store: Any) -> Any:
                return {}

        module = Silent(store.engine, EXPORTING)
        linker.define_instance(store, "m", Empty(store, module, []))
        linker.define_module(store, "n", module)
        importing = Silent(store.engine, IMPORTING)
        for use in (
            lambda: linker.get(other, "m", "f"),
            lambda: linker.get(other, "n", "f"),
            lambda: linker.instantiate(other, importing),
            lambda: linker.instantiate_pre(importing).instantiate(other),
        ):
            with pytest.raises(ForeignStoreError):
                use()

    def test_items_of_another_store(
        self, store: wasmtime.Store, other: wasmtime.Store, linker: wasmtime.Linker
    ) -> None:
        instance = wasmtime.Instance(other, wasmtime.Module(store.engine, "(module)"), [])
        with pytest.raises(ForeignStoreError):
            linker.define(store, "m", "f", five(other))
        with pytest.raises(ForeignStoreError):
            linker.define_instance(store, "m", instance)

    def test_another_engine(
        self, store: wasmtime.Store, linker: wasmtime.Linker, importing: wasmtime.Module
    ) -> None:
        """H2."""
        foreign = wasmtime.Store()
        foreign_module = wasmtime.Module(foreign.engine, IMPORTING)
        linker.define_func("m", "f", wasmtime.FuncType([], [I32]), lambda: 6)
        pre = linker.instantiate_pre(importing)
        uses: list[Callable[[], Any]] = [
            lambda: linker.define(foreign, "m", "x", five(foreign)),
            lambda: linker.define_module(foreign, "n", importing),
            lambda: linker.define_module(store, "n", foreign_module),
            lambda: linker.define_unknown_imports_as_traps(foreign_module),
            lambda: linker.define_unknown_imports_as_default_values(foreign, importing),
            lambda: linker.define_unknown_imports_as_default_values(store, foreign_module),
            lambda: linker.instantiate(foreign, importing),
            lambda: linker.instantiate(store, foreign_module),
            lambda: linker.instantiate_pre(foreign_module),
            lambda: linker.get(foreign, "m", "f"),
            lambda: linker.get_default(foreign, "m"),
            lambda: pre.instantiate(foreign),
        ]
        for use in uses:
            with pytest.raises(ForeignEngineError):
                use()
