"""A thread is fit for WebAssembly, or refused before guest code runs (K1)."""

from __future__ import annotations

import sys
from typing import Any

import pytest

import safestore as wasmtime
from safestore.errors import StackHeadroomError
from safestore.native import stack
from safestore.objects import store as store_module
from safestore.ownership.thread import here
from tests.native.stacks import on_a_thread
from tests.objects.guests import exports, host

WAT = """(module (memory (export "m") 1)
  (func (export "nop")) (func $f (export "run") call $f))"""


def overflow(store: wasmtime.Store, guest: Any) -> None:
    with pytest.raises(wasmtime.Trap) as caught:
        guest["run"](store)
    assert caught.value.trap_code is wasmtime.TrapCode.STACK_OVERFLOW


@pytest.mark.parametrize("kib", [64, 128, 256, 512])
def test_a_small_thread_is_refused_and_the_store_is_as_it_was(kib: int) -> None:
    store = wasmtime.Store()
    guest = exports(store, WAT)
    with pytest.raises(StackHeadroomError) as caught:
        on_a_thread(kib, lambda: guest["nop"](store))
    said = str(caught.value)
    assert said.startswith(f"small-{kib} has ")
    assert "768 KiB" in said
    assert "threading.stack_size" in said
    assert "Config.max_wasm_stack" in said
    # Everything that enters is refused, and closing is not.
    with pytest.raises(StackHeadroomError):
        on_a_thread(kib, lambda: guest["m"].read(store, 0, 1))
    overflow(store, guest)
    on_a_thread(kib, store.close)
    assert store._region is not None
    assert store._region.state == "closed"


@pytest.mark.parametrize("kib", [832, 1024, 2048, 8192])
def test_a_thread_with_enough_may_use_all_that_the_guest_is_allowed(kib: int) -> None:
    store = wasmtime.Store()
    guest = exports(store, WAT)
    on_a_thread(kib, lambda: overflow(store, guest))


@pytest.mark.parametrize("kib", [64, 256, 1024, 1792])
def test_what_is_needed_follows_max_wasm_stack(kib: int) -> None:
    config = wasmtime.Config()
    config.max_wasm_stack = kib << 10
    store = wasmtime.Store(wasmtime.Engine(config))
    guest = exports(store, WAT)
    enough = kib + (store_module._HOST_RESERVE >> 10) + 64
    on_a_thread(enough, lambda: overflow(store, guest))
    with pytest.raises(StackHeadroomError, match=f"needs {enough - 64} KiB"):
        on_a_thread(enough - 64, lambda: guest["nop"](store))


def test_a_thread_that_could_get_too_deep_is_asked_at_each_entry() -> None:
    store = wasmtime.Store()
    guest = exports(store, WAT)

    def deep(levels: int) -> int:
        if levels:
            sorted([0], key=lambda _: deep(levels - 1))
        else:
            guest["run"](store)
        return 0

    def shallow_and_deep() -> None:
        guest["nop"](store)
        deep(120)

    with pytest.raises(StackHeadroomError):
        on_a_thread(1024, shallow_and_deep)
    with pytest.raises(wasmtime.Trap):
        on_a_thread(8192, shallow_and_deep)


def test_a_thread_that_could_not_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    store = wasmtime.Store()
    nop = exports(store, WAT)["nop"]
    nop(store)
    asked: list[str] = []
    left = stack.stack_left

    def counted() -> int | None:
        asked.append(here.thread.name)
        return left()

    monkeypatch.setattr(store_module, "stack_left", counted)

    def three_times() -> None:
        for _ in range(3):
            nop(store)

    on_a_thread(1024, three_times)
    assert len(asked) == 3
    on_a_thread(16384, three_times)
    assert len(asked) == 4
    # With a higher limit Python may get deeper.
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(50_000)
    try:
        on_a_thread(16384, three_times)
    finally:
        sys.setrecursionlimit(limit)
    assert len(asked) == 7


def test_a_thread_that_was_asked_is_asked_anew_when_python_may_get_deeper() -> None:
    store = wasmtime.Store()
    guest = exports(store, WAT)

    def deep(levels: int) -> int:
        if levels:
            sorted([0], key=lambda _: deep(levels - 1))
        elif stack.stack_left() > 512 << 10:  # type: ignore[operator]
            deep(50)
        else:
            guest["nop"](store)
        return 0

    def shallow_and_deep() -> None:
        guest["nop"](store)
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(100_000)
        try:
            deep(50)
        finally:
            sys.setrecursionlimit(limit)

    # On 3.12 and later C's recursion has a limit of its own, which is reached first.
    with pytest.raises((StackHeadroomError, RecursionError)):
        on_a_thread(8192, shallow_and_deep)


def test_a_host_function_at_the_end_of_the_stack_has_room() -> None:
    store = wasmtime.Store()
    done: list[int] = []

    def work() -> None:
        # What the standard library takes most of the stack for: the parser of Python.
        done.append(eval(compile("+".join(["(" * 40 + "1" + ")" * 40] * 5), "work", "eval")))
        run(store)

    wat = '(module (import "" "" (func)) (func (export "run") call 0))'
    run = exports(store, wat, host(store, work))["run"]

    def all_the_way() -> None:
        with pytest.raises((wasmtime.Trap, RecursionError)):
            run(store)

    on_a_thread(832, all_the_way)
    assert set(done) == {5}
    assert len(done) > 20


def test_where_nothing_is_known_of_the_stack_nothing_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(store_module, "stack_left", lambda: None)
    store = wasmtime.Store()
    guest = exports(store, WAT)
    on_a_thread(512, lambda: guest["nop"](store))
