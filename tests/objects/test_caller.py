from __future__ import annotations

import copy
import pickle
import threading
from typing import Any

import pytest

import safestore as wasmtime
from safestore.errors import ForeignStoreError, StaleCallerError

from .guests import EXTERNREF, I32, exports, host

_WAT = """
(module
  (import "" "" (func $host))
  (memory (export "memory") 1)
  (global (export "global") (mut i32) (i32.const 5))
  (table (export "table") 1 funcref)
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "run") (call $host)))
"""


def with_caller(store: wasmtime.Store, use: Any) -> Any:
    """What `use` returns, called with a Caller of a guest."""
    results: list[Any] = []
    found = exports(store, _WAT, host(store, lambda c: results.append(use(c)), caller=True))
    found["run"](store)
    return results[0]


class TestInside:
    def test_exports(self, store: wasmtime.Store) -> None:
        def use(caller: wasmtime.Caller) -> None:
            assert isinstance(caller["memory"], wasmtime.Memory)
            assert isinstance(caller["global"], wasmtime.Global)
            assert isinstance(caller["table"], wasmtime.Table)
            assert isinstance(caller.get("add"), wasmtime.Func)
            assert caller.get("nothing") is None
            with pytest.raises(KeyError, match="nothing"):
                caller["nothing"]

        with_caller(store, use)

    @pytest.mark.parametrize("name", [None, 3, b"memory", [], object()])
    def test_what_is_no_name(self, store: wasmtime.Store, name: Any) -> None:
        def use(caller: wasmtime.Caller) -> None:
            with pytest.raises(TypeError):
                caller[name]
            with pytest.raises(TypeError):
                caller.get(name)

        with_caller(store, use)

    @pytest.mark.parametrize("name", ["", "\0", "memory\0", "é", "x" * 100_000])
    def test_names_that_are_not_there(self, store: wasmtime.Store, name: str) -> None:
        def use(caller: wasmtime.Caller) -> None:
            assert caller.get(name) is None
            with pytest.raises(KeyError):
                caller[name]

        with_caller(store, use)

    def test_a_lone_surrogate(self, store: wasmtime.Store) -> None:
        def use(caller: wasmtime.Caller) -> None:
            with pytest.raises(ValueError):
                caller.get("\ud800")

        with_caller(store, use)

    def test_it_goes_wherever_a_store_goes(self, store: wasmtime.Store) -> None:
        def use(caller: wasmtime.Caller) -> None:
            memory = caller["memory"]
            memory.write(caller, b"hi", 4)  # type: ignore[union-attr]
            assert memory.read(store, 4, 6) == b"hi"  # type: ignore[union-attr]
            assert caller["add"](caller, 1, 2) == 3  # type: ignore[operator]
            assert caller["add"](store, 1, 2) == 3  # type: ignore[operator]
            caller["global"].set_value(caller, 6)  # type: ignore[union-attr]
            assert caller["global"].value(caller) == 6  # type: ignore[union-attr]
            made = host(caller, lambda n: n + 1, [I32], [I32])
            assert made(caller, 1) == 2
            assert wasmtime.Memory(caller, wasmtime.MemoryType(wasmtime.Limits(1, 1)))
            instance = wasmtime.Instance(caller, wasmtime.Module(store.engine, "(module)"), [])
            assert instance.exports(caller) == {}
            linker = wasmtime.Linker(store.engine)
            linker.define(caller, "", "add", caller["add"])
            assert linker.get(caller, "", "add")(caller, 1, 1) == 2  # type: ignore[operator]
            with memory.view(caller) as view:  # type: ignore[union-attr]
                assert view[4:6] == b"hi"

        with_caller(store, use)

    def test_arguments_follow_it(self, store: wasmtime.Store) -> None:
        def use(caller: wasmtime.Caller, number: int, thing: Any) -> Any:
            assert isinstance(caller, wasmtime.Caller)
            return [thing, number]

        func = host(store, use, [I32, EXTERNREF], [EXTERNREF, I32], caller=True)
        assert func(store, 7, "x") == ["x", 7]

    def test_called_by_the_host(self, store: wasmtime.Store) -> None:
        """No instance calls: there are no exports."""
        seen: list[Any] = []
        host(store, lambda caller: seen.append(caller.get("memory")), caller=True)(store)
        assert seen == [None]

    def test_of_another_store(self, store: wasmtime.Store, other: wasmtime.Store) -> None:
        memory = wasmtime.Memory(other, wasmtime.MemoryType(wasmtime.Limits(1, 1)))

        def use(caller: wasmtime.Caller) -> None:
            with pytest.raises(ForeignStoreError):
                memory.size(caller)
            assert memory.size(other) == 1

        with_caller(store, use)


class TestAfterwards:
    """C1: it works inside its host function, on its thread, and nowhere else."""

    def test_it_is_over(self, store: wasmtime.Store) -> None:
        caller = with_caller(store, lambda caller: caller)
        memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))
        assert caller.get("memory") is None
        for use in (
            lambda: caller["memory"],
            lambda: memory.size(caller),
            lambda: memory.read(caller),
            lambda: host(caller, lambda: None),
            lambda: host(store, lambda: None)(caller),
            lambda: wasmtime.Memory(caller, wasmtime.MemoryType(wasmtime.Limits(1, 1))),
        ):
            with pytest.raises(StaleCallerError, match="use the Store itself"):
                use()
        assert isinstance(StaleCallerError("x"), ValueError)
        assert "over" in repr(caller)

    def test_also_when_the_host_function_raised(self, store: wasmtime.Store) -> None:
        kept: list[wasmtime.Caller] = []

        def use(caller: wasmtime.Caller) -> None:
            kept.append(caller)
            raise KeyError

        for params in ([], [EXTERNREF]):
            func = host(store, lambda c, *_: use(c), params, caller=True)
            with pytest.raises(KeyError):
                func(store, *["x"] * len(params))
            with pytest.raises(StaleCallerError):
                kept.pop()["memory"]

    def test_kept_by_an_inner_call(self, store: wasmtime.Store) -> None:
        kept: list[wasmtime.Caller] = []
        inner = host(store, kept.append, caller=True)

        def outer(caller: wasmtime.Caller) -> None:
            inner(caller)
            with pytest.raises(StaleCallerError):
                kept[0]["memory"]
            assert caller["memory"]

        with_caller(store, outer)

    def test_the_outer_one_in_an_inner_call(self, store: wasmtime.Store) -> None:
        """It is alive, further up on the stack of the same thread."""

        def outer(caller: wasmtime.Caller) -> int:
            sizes: list[int] = []
            memory = caller["memory"]
            host(store, lambda: sizes.append(memory.size(caller)))(store)  # type: ignore[union-attr]
            return sizes[0]

        assert with_caller(store, outer) == 1

    def test_on_another_thread(self, store: wasmtime.Store) -> None:
        def use(caller: wasmtime.Caller) -> list[Any]:
            memory = caller["memory"]
            seen: list[Any] = []

            def elsewhere() -> None:
                for attempt in (
                    lambda: caller["memory"],
                    lambda: caller.get("memory"),
                    lambda: memory.size(caller),  # type: ignore[union-attr]
                    lambda: memory.read(caller),  # type: ignore[union-attr]
                    lambda: caller["add"](caller, 1, 2),  # type: ignore[operator]
                ):
                    try:
                        seen.append(attempt())
                    except StaleCallerError as error:
                        seen.append(str(error))

            thread = threading.Thread(target=elsewhere)
            thread.start()
            thread.join()
            assert memory.size(caller) == 1  # type: ignore[union-attr]
            return seen

        messages = with_caller(store, use)
        assert len(messages) == 5
        assert all("belongs to another thread" in message for message in messages)

    def test_copies(self, store: wasmtime.Store) -> None:
        def use(caller: wasmtime.Caller) -> wasmtime.Caller:
            assert copy.copy(caller) is copy.deepcopy(caller) is caller
            with pytest.raises(TypeError):
                pickle.dumps(caller)
            return copy.copy(caller)

        with pytest.raises(StaleCallerError):
            with_caller(store, use)["memory"]

    def test_it_is_not_made(self) -> None:
        with pytest.raises(wasmtime.WasmtimeError):
            wasmtime.Caller(None)
        unmade = wasmtime.Caller.__new__(wasmtime.Caller)
        with pytest.raises(StaleCallerError):
            unmade["memory"]
        assert unmade.get("memory") is None
