"""Linkers and their parts: one part in use, one thread at a time that changes: L1."""

from __future__ import annotations

import gc
import threading
from typing import Any

import pytest

import safestore as wasmtime
from safestore.component import Component, Linker, ResourceType
from safestore.errors import ClosedError, ConfigError, ReentrancyError, StoreBusyError
from tests.component.guests import CALLS, Guest, thread_inside


@pytest.fixture
def linker() -> Linker:
    return Linker(wasmtime.Engine())


def test_a_linker_whose_part_is_in_use_is_locked(linker: Linker) -> None:
    component = Component(linker.engine, "(component)")
    store = wasmtime.Store(linker.engine)
    with linker.root() as root:
        assert linker.locked
        assert not root.locked
        for use in (
            linker.root,
            linker.add_wasip2,
            linker.add_wasi_http,
            lambda: setattr(linker, "allow_shadowing", True),
            lambda: linker.define_unknown_imports_as_traps(component),
            lambda: linker.instantiate(store, component),
            linker.close,
        ):
            with pytest.raises(wasmtime.WasmtimeError, match="in use"):
                use()
        with root.add_instance("a") as inner:
            assert root.locked
            assert inner.parent is root
            for use in (
                lambda: root.add_instance("b"),
                lambda: root.add_func("f", lambda _: None),
                lambda: root.add_module("m", wasmtime.Module(linker.engine, "(module)")),
                lambda: root.add_resource("r", ResourceType.host(1), lambda _, rep: None),
                root.close,
            ):
                with pytest.raises(wasmtime.WasmtimeError, match="in use"):
                    use()
        assert inner.parent is None
        assert not root.locked
    assert not linker.locked
    linker.instantiate(store, component)


def test_a_part_that_is_forgotten_is_not_in_use(linker: Linker) -> None:
    linker.root().add_func("a", lambda _: None)
    root = linker.root()
    root.add_instance("b")
    del root
    gc.collect()
    assert not linker.locked
    linker.close()


def test_a_part_is_closed_once(linker: Linker) -> None:
    root = linker.root()
    root.close()
    root.close()
    with pytest.raises(ClosedError):
        root.add_func("a", lambda _: None)
    with pytest.raises(ClosedError):
        root.ptr()
    # The next part has nothing to do with the closed one.
    with linker.root():
        root.close()
        assert linker.locked


def test_a_part_outlives_its_linker(linker: Linker) -> None:
    root = linker.root()
    engine = linker.engine
    del linker
    gc.collect()
    root.add_func("a", lambda _: None)
    with root.add_instance("b") as inner:
        inner.add_func("c", lambda _: None)
        inner.add_module("m", wasmtime.Module(engine, "(module)"))


def test_names_are_taken(linker: Linker) -> None:
    with linker.root() as root:
        root.add_func("x", lambda _: None)
        with pytest.raises(wasmtime.WasmtimeError):
            root.add_func("x", lambda _: None)
        with pytest.raises(UnicodeEncodeError):
            root.add_func("\udc80", lambda _: None)
    linker.allow_shadowing = True
    with linker.root() as root:
        root.add_func("x", lambda _: None)


def test_arguments_of_other_types(linker: Linker) -> None:
    with linker.root() as root:
        for use in (
            lambda: root.add_func("x", None),
            lambda: root.add_func(b"x", print),
            lambda: root.add_func(1, print),
            lambda: root.add_module("x", b"(module)"),
            lambda: root.add_resource("x", 1, print),
            lambda: root.add_resource("x", ResourceType.host(1), None),
            lambda: root.add_instance(None),
        ):
            with pytest.raises(TypeError):
                use()  # type: ignore[no-untyped-call]
    for value in (1, None, "yes"):
        with pytest.raises(TypeError):
            linker.allow_shadowing = value  # type: ignore[assignment]
    with pytest.raises(TypeError):
        Linker(None)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        linker.instantiate(wasmtime.Store(linker.engine), None)  # type: ignore[arg-type]


def test_a_linker_is_not_changed_while_it_is_used() -> None:
    entered, leave = threading.Event(), threading.Event()

    def park(_: Any) -> None:
        entered.set()
        leave.wait(10)

    wat = CALLS.replace('(export "run") call $x)', '(export "run") nop) (start $x)')
    store = wasmtime.Store()
    linker = Linker(store.engine)
    with linker.root() as root:
        root.add_func("x", park)
    component = Component(store.engine, wat)
    thread = threading.Thread(target=linker.instantiate, args=(store, component))
    thread.start()
    assert entered.wait(10)
    for use in (
        linker.root,
        linker.add_wasip2,
        lambda: linker.define_unknown_imports_as_traps(component),
    ):
        with pytest.raises(StoreBusyError, match="Linker is in use"):
            use()
    # Others may use it meanwhile, and closing it takes nothing from who does.
    leave.set()
    linker.instantiate(wasmtime.Store(store.engine), component)
    linker.close()
    thread.join()
    linker.close()


def test_a_linker_is_not_changed_from_inside_its_own_use() -> None:
    outcome: list[BaseException] = []

    def change(_: Any) -> None:
        try:
            linker.root()
        except BaseException as error:
            outcome.append(error)

    wat = CALLS.replace('(export "run") call $x)', '(export "run") nop) (start $x)')
    store = wasmtime.Store()
    linker = Linker(store.engine)
    with linker.root() as root:
        root.add_func("x", change)
    linker.instantiate(store, Component(store.engine, wat))
    assert [type(error) for error in outcome] == [ReentrancyError]


def test_threads_that_define_get_in_each_others_way_politely() -> None:
    engine = wasmtime.Engine()
    linker = Linker(engine)
    linker.allow_shadowing = True
    wrong: list[BaseException] = []
    defined = [0, 0, 0, 0]
    start = threading.Barrier(4)

    def work(name: int) -> None:
        start.wait()
        for i in range(300):
            try:
                with linker.root() as root, root.add_instance(f"{name}-{i}") as inner:
                    inner.add_func("f", lambda _: None)
                    defined[name] += 1
            except StoreBusyError:
                pass
            except wasmtime.WasmtimeError as error:
                if "in use" not in str(error):
                    wrong.append(error)
            except BaseException as error:
                wrong.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert sum(defined) > 0
    assert not linker.locked


def test_threads_share_a_finished_linker() -> None:
    engine = wasmtime.Engine()
    linker = Linker(engine)
    component = Component(engine, CALLS)
    calls: list[int] = []
    with linker.root() as root:
        root.add_func("x", lambda _: calls.append(1))

    def work() -> None:
        for _ in range(50):
            store = wasmtime.Store(engine)
            run = linker.instantiate(store, component).get_func(store, "run")
            assert run is not None
            run(store)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 400


def test_close_while_another_thread_is_inside_takes_nothing_from_it() -> None:
    entered, leave = threading.Event(), threading.Event()

    def park(_: Any) -> None:
        entered.set()
        leave.wait(10)

    guest = Guest(CALLS, x=park)
    with thread_inside(guest, entered, leave):
        guest.linker.close()
        guest.component.close()
        guest.store.engine.close()
    guest.call("run")


RANDOM = """(component
  (import "wasi:random/random@0.2.0" (instance $r (export "get-random-u64" (func (result u64)))))
  (core func $x (canon lower (func $r "get-random-u64")))
  (core module $m (import "" "x" (func $x (result i64)))
    (func (export "run") (result i64) call $x))
  (core instance $i (instantiate $m (with "" (instance (export "x" (func $x))))))
  (func (export "run") (result u64) (canon lift (core func $i "run"))))"""

FIELDS = """(component
  (import "wasi:http/types@0.2.0" (instance $r
    (export "fields" (type $f (sub resource)))
    (export "[constructor]fields" (func (result (own $f))))))
  (core func $x (canon lower (func $r "[constructor]fields")))
  (core module $m (import "" "x" (func $x (result i32)))
    (func (export "run") (result i32) call $x))
  (core instance $i (instantiate $m (with "" (instance (export "x" (func $x))))))
  (func (export "run") (result u32) (canon lift (core func $i "run"))))"""


def test_wasi_in_a_store_that_was_given_none() -> None:
    store = wasmtime.Store()
    linker = Linker(store.engine)
    linker.add_wasip2()
    run = linker.instantiate(store, Component(store.engine, RANDOM)).get_func(store, "run")
    assert run is not None
    assert isinstance(run(store), int)


def test_http_in_a_store_that_was_given_none() -> None:
    engine = wasmtime.Engine()
    linker = Linker(engine)
    linker.add_wasip2()
    linker.add_wasi_http()
    component = Component(engine, FIELDS)
    store = wasmtime.Store(engine)
    with pytest.raises(ConfigError, match=r"store.set_wasi_http\(\)"):
        linker.instantiate(store, component)
    store.set_wasi_http()
    run = linker.instantiate(store, component).get_func(store, "run")
    assert run is not None
    assert isinstance(run(store), int)
