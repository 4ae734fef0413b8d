from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import safestore as wasmtime
from safestore.errors import (
    ClosedError,
    ForeignStoreError,
    ReentrancyError,
    StaleCallerError,
)

from .guests import I32, NOTHING, configured, exports, five


class TestDefining:
    def test_an_item(
        self, store: wasmtime.Store, linker: wasmtime.Linker, importing: wasmtime.Module
    ) -> None:
        linker.define(store, "m", "f", five(store))
        instance = linker.instantiate(store, importing)
        assert instance.exports(store)["g"](store) == 5  # type: ignore[operator]
        assert linker.get(store, "m", "f")(store) == 5  # type: ignore[operator]

    def test_a_function_for_every_store(
        self,
        store: wasmtime.Store,
        other: wasmtime.Store,
        linker: wasmtime.Linker,
        importing: wasmtime.Module,
    ) -> None:
        linker.define_func("m", "f", wasmtime.FuncType([], [I32]), lambda: 6)
        for each in (store, other):
            assert linker.instantiate(each, importing).exports(each)["g"](each) == 6  # type: ignore[operator]

    def test_with_a_caller(self, store: wasmtime.Store, linker: wasmtime.Linker) -> None:
        kept: list[wasmtime.Caller] = []
        linker.define_func("m", "f", NOTHING, kept.append, access_caller=True)
        linker.get(store, "m", "f")(store)  # type: ignore[operator]
        with pytest.raises(StaleCallerError):
            kept[0]["x"]

    def test_an_instance(
        self, store: wasmtime.Store, linker: wasmtime.Linker, importing: wasmtime.Module
    ) -> None:
        module = wasmtime.Module(
            store.engine,
            """(module (memory (export "memory") 1)
              (func (export "f") (result i32) (i32.const 7)))""",
        )
        linker.define_instance(store, "m", wasmtime.Instance(store, module, []))
        assert linker.instantiate(store, importing).exports(store)["g"](store) == 7  # type: ignore[operator]
        assert isinstance(linker.get(store, "m", "memory"), wasmtime.Memory)

    def test_a_module(
        self, store: wasmtime.Store, linker: wasmtime.Linker, importing: wasmtime.Module
    ) -> None:
        module = wasmtime.Module(
            store.engine, '(module (func (export "f") (result i32) i32.const 1))'
        )
        linker.define_module(store, "m", module)
        assert linker.instantiate(store, importing).exports(store)["g"](store) == 1  # type: ignore[operator]

    def test_a_command(self, store: wasmtime.Store, linker: wasmtime.Linker) -> None:
        runs: list[int] = []
        linker.define_func("host", "note", NOTHING, lambda: runs.append(1))
        module = wasmtime.Module(
            store.engine,
            '(module (import "host" "note" (func)) (func (export "_start") (call 0)))',
        )
        linker.define_module(store, "m", module)
        start = linker.get_default(store, "m")
        start(store)
        start(store)
        assert runs == [1, 1]

    def test_taken_names(self, store: wasmtime.Store, linker: wasmtime.Linker) -> None:
        linker.define(store, "m", "f", five(store))
        for define in (
            lambda: linker.define(store, "m", "f", five(store)),
            lambda: linker.define_func("m", "f", NOTHING, lambda: None),
        ):
            with pytest.raises(wasmtime.WasmtimeError, match="defined twice"):
                define()
        assert linker.get(store, "m", "f")(store) == 5  # type: ignore[operator]
        linker.allow_shadowing = True
        linker.define_func("m", "f", wasmtime.FuncType([], [I32]), lambda: 6)
        assert linker.get(store, "m", "f")(store) == 6  # type: ignore[operator]

    @pytest.mark.parametrize("name", ["", "\0", "a\0b", "é", "x" * 100_000])
    def test_names(self, store: wasmtime.Store, linker: wasmtime.Linker, name: str) -> None:
        linker.define(store, name, name, five(store))
        assert linker.get(store, name, name)(store) == 5  # type: ignore[operator]
        with pytest.raises(wasmtime.WasmtimeError):
            linker.get(store, name, name + "x")

    @pytest.mark.parametrize("name", [None, 3, b"m", [], object()])
    def test_what_is_no_name(
        self, store: wasmtime.Store, linker: wasmtime.Linker, name: Any
    ) -> None:
        func = five(store)
        module = wasmtime.Module(store.engine, "(module)")
        instance = wasmtime.Instance(store, module, [])
        for use in (
            lambda: linker.define(store, name, "f", func),
            lambda: linker.define(store, "m", name, func),
            lambda: linker.define_func(name, "f", NOTHING, print),
            lambda: linker.define_func("m", name, NOTHING, print),
            lambda: linker.define_instance(store, name, instance),
            lambda: linker.define_module(store, name, module),
            lambda: linker.get(store, name, "f"),
            lambda: linker.get(store, "m", name),
            lambda: linker.get_default(store, name),
        ):
            with pytest.raises(TypeError):
                use()

    @pytest.mark.parametrize("item", [None, 3, "f", len, NOTHING, [], wasmtime.Val.i32(1)])
    def test_what_is_no_item(
        self, store: wasmtime.Store, linker: wasmtime.Linker, item: Any
    ) -> None:
        with pytest.raises(TypeError):
            linker.define(store, "m", "f", item)
        with pytest.raises(TypeError):
            linker.define_instance(store, "m", item)
        with pytest.raises(TypeError):
            linker.define_module(store, "m", item)
        with pytest.raises(TypeError):
            linker.instantiate(store, item)
        with pytest.raises(TypeError):
            linker.define_func("m", "f", item if item != NOTHING else None, print)  # type: ignore[arg-type]

    def test_unknown_imports(
        self, store: wasmtime.Store, engine: wasmtime.Engine, importing: wasmtime.Module
    ) -> None:
        linker = wasmtime.Linker(engine)
        with pytest.raises(wasmtime.WasmtimeError, match="unknown import"):
            linker.instantiate(store, importing)
        linker.define_unknown_imports_as_traps(importing)
        trapping = linker.instantiate(store, importing).exports(store)["g"]
        with pytest.raises((wasmtime.WasmtimeError, wasmtime.Trap)):
            trapping(store)  # type: ignore[operator]
        linker = wasmtime.Linker(engine)
        linker.define_unknown_imports_as_default_values(store, importing)
        assert linker.instantiate(store, importing).exports(store)["g"](store) == 0  # type: ignore[operator]

    def test_in_a_start_function(self, store: wasmtime.Store, linker: wasmtime.Linker) -> None:
        """L1: the linker is in use further up on the stack."""
        linker.define_func(
            "", "f", NOTHING, lambda: linker.define_func("", "g", NOTHING, lambda: None)
        )
        module = wasmtime.Module(store.engine, '(module (import "" "f" (func $f)) (start $f))')
        with pytest.raises(ReentrancyError):
            linker.instantiate(store, module)
        linker.define_func("", "g", NOTHING, lambda: None)


class TestClosed:
    def test_the_linker(
        self, store: wasmtime.Store, linker: wasmtime.Linker, importing: wasmtime.Module
    ) -> None:
        linker.define_func("m", "f", wasmtime.FuncType([], [I32]), lambda: 6)
        pre = linker.instantiate_pre(importing)
        func = linker.get(store, "m", "f")
        with linker:
            pass
        uses: list[Callable[[], Any]] = [
            lambda: linker.define(store, "m", "x", five(store)),
            lambda: linker.define_func("m", "x", NOTHING, print),
            linker.define_wasi,
            lambda: linker.instantiate(store, importing),
            lambda: linker.instantiate_pre(importing),
            lambda: linker.get(store, "m", "f"),
            lambda: linker.get_default(store, "m"),
            lambda: setattr(linker, "allow_shadowing", True),
        ]
        for use in uses:
            with pytest.raises(ClosedError):
                use()
        linker.close()
        # What it made lives on.
        assert func(store) == 6  # type: ignore[operator]
        assert pre.instantiate(store).exports(store)["g"](store) == 6  # type: ignore[operator]

    def test_the_store(self, linker: wasmtime.Linker, importing: wasmtime.Module) -> None:
        store = wasmtime.Store(importing_engine := linker.engine)
        assert importing_engine
        linker.define_func("m", "f", wasmtime.FuncType([], [I32]), lambda: 6)
        pre = linker.instantiate_pre(importing)
        store.close()
        for use in (
            lambda: linker.instantiate(store, importing),
            lambda: pre.instantiate(store),
            lambda: linker.get(store, "m", "f"),
        ):
            with pytest.raises(ClosedError):
                use()

    def test_the_module(self, store: wasmtime.Store, linker: wasmtime.Linker) -> None:
        module = wasmtime.Module(store.engine, "(module)")
        pre = linker.instantiate_pre(module)
        module.close()
        with pytest.raises(ClosedError):
            linker.instantiate(store, module)
        assert pre.instantiate(store).exports(store) == {}
        assert pre.module.exports == []
        pre.close()
        with pytest.raises(ClosedError):
            pre.instantiate(store)
        with pytest.raises(ClosedError):
            _ = pre.module

    def test_a_pre_is_not_made(self) -> None:
        with pytest.raises(wasmtime.WasmtimeError, match="instantiate_pre"):
            wasmtime.InstancePre()


def test_shared_memories_belong_to_no_store() -> None:
    engine = configured(wasm_threads=True, shared_memory=True)
    shared = wasmtime.SharedMemory(engine, wasmtime.MemoryType(wasmtime.Limits(1, 1), shared=True))
    linker = wasmtime.Linker(engine)
    first, second = wasmtime.Store(engine), wasmtime.Store(engine)
    linker.define(first, "m", "s", shared)
    module = wasmtime.Module(
        engine, '(module (import "m" "s" (memory 1 1 shared)) (export "s" (memory 0)))'
    )
    for store in (first, second):
        found = linker.instantiate(store, module).exports(store)["s"]
        assert isinstance(found, wasmtime.SharedMemory)
        found.data_ptr()[0] += 1
    assert shared.data_ptr()[0] == 2


def test_exports_of_an_instance_of_another_store(
    store: wasmtime.Store, other: wasmtime.Store
) -> None:
    found = exports(store, '(module (func (export "f")))')
    with pytest.raises(ForeignStoreError):
        found["f"](other)
