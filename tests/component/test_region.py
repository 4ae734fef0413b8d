"""Components go through the region of their store: R1, R2, R3, C1, H1, H2, H3."""

from __future__ import annotations

import copy
import pickle
import threading
from typing import Any

import pytest

import safestore as wasmtime
from safestore.component import Component, ExportIndex, Instance, Linker
from safestore.errors import (
    BorrowError,
    ClosedError,
    ForeignEngineError,
    ForeignStoreError,
    ReentrancyError,
    StaleCallerError,
    StoreBusyError,
)
from tests.component.guests import ADD, CALLS, TRAPS, Guest, thread_inside


def test_a_second_thread_is_refused_while_one_is_inside() -> None:
    entered, leave = threading.Event(), threading.Event()

    def park(_: Any) -> None:
        entered.set()
        leave.wait(10)

    guest = Guest(CALLS, x=park)
    run = guest.func("run")
    index = guest.component.get_export_index("run")
    assert index is not None
    with thread_inside(guest, entered, leave):
        for use in (
            lambda: run(guest.store),
            lambda: run.type(guest.store),
            lambda: run.post_return(guest.store),
            lambda: guest.instance.get_func(guest.store, "run"),
            lambda: guest.instance.get_export_index(guest.store, "run"),
            lambda: guest.linker.instantiate(guest.store, guest.component),
            guest.store.close,
        ):
            with pytest.raises(StoreBusyError):
                use()
    run(guest.store)


def test_threads_take_turns() -> None:
    guest = Guest(ADD)
    results: list[int] = []
    for _ in range(3):
        thread = threading.Thread(target=lambda: results.append(guest.call("add", 1, 2)))
        thread.start()
        thread.join()
    assert results == [3, 3, 3]
    assert guest.call("add", 2, 2) == 4


def test_a_host_function_uses_its_store() -> None:
    seen = []

    def use(context: Any) -> None:
        seen.append(instance.get_func(context, "fine")(context))
        # The store itself is just as good.
        seen.append(instance.get_func(store, "fine").type(store).params)
        seen.append(wasmtime.Global(context, kind, 7).value(context))

    kind = wasmtime.GlobalType(wasmtime.ValType.i32(), True)
    guest = Guest(CALLS, x=use)
    store = guest.store
    instance = guest.linker.instantiate(store, Component(store.engine, TRAPS))
    guest.call("run")
    assert seen == [None, [], 7]


def test_a_host_function_enters_another_store() -> None:
    other = Guest(ADD)
    seen = []
    guest = Guest(CALLS, x=lambda _: seen.append(other.call("add", 3, 4)))
    guest.call("run")
    assert seen == [7]


def test_close_in_a_host_function_is_refused() -> None:
    guest = Guest(CALLS, x=lambda _: guest.store.close())
    with pytest.raises(ReentrancyError, match="return from the host function first"):
        guest.call("run")
    guest.store.close()


def test_close_in_a_start_function_is_refused() -> None:
    wat = """(component
      (import "x" (func $x))
      (core module $m (import "" "x" (func $x)) (start $x))
      (core func $x (canon lower (func $x)))
      (core instance (instantiate $m (with "" (instance (export "x" (func $x)))))))"""
    store = wasmtime.Store()
    linker = Linker(store.engine)
    with linker.root() as root:
        root.add_func("x", lambda _: store.close())
    with pytest.raises(ReentrancyError):
        linker.instantiate(store, Component(store.engine, wat))


def test_a_context_is_over_when_its_host_function_returns() -> None:
    kept: list[Any] = []
    guest = Guest(CALLS, x=kept.append)
    guest.call("run")
    (context,) = kept
    assert isinstance(context, wasmtime.StoreContext)
    with pytest.raises(StaleCallerError, match="no longer valid"):
        guest.func("run")(context)
    with pytest.raises(StaleCallerError):
        context._context()
    # wasmtime's own is a ValueError.
    with pytest.raises(ValueError):
        guest.instance.get_func(context, "run")


def test_a_context_is_over_when_its_host_function_has_raised() -> None:
    kept: list[Any] = []

    def fail(context: Any) -> None:
        kept.append(context)
        raise KeyError

    guest = Guest(CALLS, x=fail)
    with pytest.raises(KeyError):
        guest.call("run")
    with pytest.raises(StaleCallerError):
        guest.instance.get_func(kept[0], "run")


def test_a_context_works_on_its_thread_only() -> None:
    outcome: list[Any] = []

    def smuggle(context: Any) -> None:
        def use() -> None:
            try:
                instance.get_func(context, "run")
            except Exception as error:
                outcome.append(error)

        thread = threading.Thread(target=use)
        thread.start()
        thread.join()

    guest = Guest(CALLS, x=smuggle)
    instance = guest.instance
    guest.call("run")
    assert [type(error) for error in outcome] == [StaleCallerError]
    assert "belongs to another thread" in str(outcome[0])


def test_a_host_function_does_not_return_with_a_view_out() -> None:
    config = wasmtime.Config()
    config.memory_reservation = config.memory_reservation_for_growth = 0
    kept: list[Any] = []
    guest = Guest(
        CALLS,
        wasmtime.Engine(config),
        x=lambda context: kept.append(memory.get_buffer_ptr(context)),
    )
    memory = wasmtime.Memory(guest.store, wasmtime.MemoryType(wasmtime.Limits(1, None)))
    with pytest.raises(BorrowError, match="is out on a memory that may move"):
        guest.call("run")
    kept.clear()
    assert memory.grow(guest.store, 1) == 1


def test_a_context_cannot_be_made_or_kept_alive() -> None:
    with pytest.raises(wasmtime.WasmtimeError):
        wasmtime.StoreContext(None)
    kept: list[Any] = []

    def look(context: Any) -> None:
        kept.append(copy.deepcopy(context))
        with pytest.raises(TypeError):
            pickle.dumps(context)
        assert repr(context) == "<StoreContext (in its host function)>"

    guest = Guest(CALLS, x=look)
    guest.call("run")
    assert repr(kept[0]) == "<StoreContext (over)>"


def test_a_function_of_another_store_is_refused() -> None:
    here, there = Guest(ADD), Guest(ADD)
    for use in (
        lambda: here.func("add")(there.store, 1, 2),
        lambda: here.func("add").type(there.store),
        lambda: here.func("add").post_return(there.store),
        lambda: here.instance.get_func(there.store, "add"),
        lambda: here.instance.get_export_index(there.store, "add"),
    ):
        with pytest.raises(ForeignStoreError, match="belongs to Store"):
            use()


def test_what_belongs_to_another_engine_is_refused() -> None:
    store, engine = wasmtime.Store(), wasmtime.Engine()
    linker = Linker(store.engine)
    with pytest.raises(ForeignEngineError, match="Component was compiled by another Engine"):
        linker.instantiate(store, Component(engine, "(component)"))
    with pytest.raises(ForeignEngineError):
        linker.define_unknown_imports_as_traps(Component(engine, "(component)"))
    with pytest.raises(ForeignEngineError, match="Store belongs to another Engine"):
        Linker(engine).instantiate(store, Component(engine, "(component)"))
    with linker.root() as root, pytest.raises(ForeignEngineError):
        root.add_module("m", wasmtime.Module(engine, "(module)"))
    type_ = Component(store.engine, '(component (import "a" (core module)))').type
    with pytest.raises(ForeignEngineError):
        type_.imports(engine)


def test_an_index_of_another_component_finds_nothing() -> None:
    here = Guest(ADD)
    index = Component(here.store.engine, TRAPS).get_export_index("trap")
    assert isinstance(index, ExportIndex)
    assert here.instance.get_func(here.store, index) is None
    assert here.instance.get_export_index(here.store, "add", index) is None
    assert here.component.get_export_index("add", index) is None


def test_use_after_close() -> None:
    guest = Guest(ADD)
    add = guest.func("add")
    index = guest.component.get_export_index("add")
    assert index is not None
    guest.component.close()
    assert guest.instance.get_func(guest.store, index) is not None
    index.close()
    with pytest.raises(ClosedError):
        guest.instance.get_func(guest.store, index)
    with pytest.raises(ClosedError):
        guest.linker.instantiate(guest.store, guest.component)
    for use in (
        guest.component.serialize,
        lambda: guest.component.type,
        lambda: guest.component.get_export_index("add"),
        guest.component.ptr,
    ):
        with pytest.raises(ClosedError):
            use()
    guest.linker.close()
    with pytest.raises(ClosedError):
        guest.linker.root()
    # What was made with them lives on, until its store is closed.
    assert add(guest.store, 1, 2) == 3
    guest.store.close()
    with pytest.raises(ClosedError):
        add(guest.store, 1, 2)
    with pytest.raises(ClosedError):
        add.type(guest.store)
    with pytest.raises(ClosedError):
        guest.instance.get_func(guest.store, "add")


def test_what_is_no_store_is_refused() -> None:
    guest = Guest(ADD)
    for wrong in (None, 1, guest, guest.store.engine):
        with pytest.raises(TypeError):
            guest.func("add")(wrong, 1, 2)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            guest.linker.instantiate(wrong, guest.component)  # type: ignore[arg-type]


def test_handles_are_shared_not_copied() -> None:
    guest = Guest(ADD)
    add = guest.func("add")
    assert copy.copy(add) is add
    assert copy.deepcopy(guest.instance) is guest.instance
    for handle in (add, guest.instance):
        with pytest.raises(TypeError, match="cannot be pickled"):
            pickle.dumps(handle)
    with pytest.raises(wasmtime.WasmtimeError):
        Instance()
