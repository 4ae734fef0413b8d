from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Mapping
from typing import Any

import pytest

import safestore as wasmtime
from safestore.errors import ClosedError, ForeignEngineError, ForeignStoreError

from .guests import I32, configured, exports, host

_WAT = """
(module
  (memory (export "memory") 1)
  (func (export "f") (result i32) (i32.const 5))
  (global (export "g") i32 (i32.const 6))
  (table (export "t") 1 funcref)
  (func (export "") (result i32) (i32.const 7))
  (func (export "\\00") (result i32) (i32.const 8))
  (func (export "get") (result i32) (i32.const 9)))
"""


class TestInstance:
    def test_imports_by_position(self, store: wasmtime.Store) -> None:
        memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 2)))
        found = exports(
            store,
            """(module (import "" "" (func (result i32))) (import "" "" (memory 1))
              (func (export "f") (result i32) (i32.add (call 0) (i32.load8_u (i32.const 0)))))""",
            host(store, lambda: 5, [], [I32]),
            memory,
        )
        memory.write(store, b"\3")
        assert found["f"](store) == 8

    @pytest.mark.parametrize("kind", [list, tuple, iter, lambda items: (i for i in items)])
    def test_any_iterable(self, store: wasmtime.Store, kind: Callable[..., Any]) -> None:
        module = wasmtime.Module(store.engine, '(module (import "" "" (func)))')
        func = host(store, lambda: None)
        assert wasmtime.Instance(store, module, kind([func])).exports(store) == {}

    def test_imports_that_do_not_fit(self, store: wasmtime.Store) -> None:
        module = wasmtime.Module(store.engine, '(module (import "" "" (func)))')
        func = host(store, lambda: None)
        memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 2)))
        for given in ([], [func, func], [memory], [host(store, lambda: 1, [], [I32])]):
            with pytest.raises(wasmtime.WasmtimeError):
                wasmtime.Instance(store, module, given)  # type: ignore[arg-type]

    @pytest.mark.parametrize("given", [None, 3, [1], [None], "f", {"": 1}, [len]])
    def test_what_is_no_import(self, store: wasmtime.Store, given: Any) -> None:
        module = wasmtime.Module(store.engine, '(module (import "" "" (func)))')
        with pytest.raises(TypeError):
            wasmtime.Instance(store, module, given)

    @pytest.mark.parametrize("given", [None, 3, b"\0asm", "(module)", wasmtime.Engine])
    def test_what_is_no_module(self, store: wasmtime.Store, given: Any) -> None:
        with pytest.raises(TypeError):
            wasmtime.Instance(store, given, [])

    def test_foreign_objects(self, store: wasmtime.Store, other: wasmtime.Store) -> None:
        module = wasmtime.Module(store.engine, '(module (import "" "" (func)))')
        with pytest.raises(ForeignStoreError, match="import 0"):
            wasmtime.Instance(store, module, [host(other, lambda: None)])
        with pytest.raises(ForeignEngineError):
            wasmtime.Instance(wasmtime.Store(), module, [])
        shared = wasmtime.SharedMemory(
            configured(shared_memory=True, wasm_threads=True),
            wasmtime.MemoryType(wasmtime.Limits(1, 1), shared=True),
        )
        with pytest.raises(ForeignEngineError):
            wasmtime.Instance(store, module, [shared])

    def test_start_functions(self, store: wasmtime.Store) -> None:
        seen: list[int] = []
        wat = '(module (import "" "" (func $f)) (start $f))'
        exports(store, wat, host(store, lambda: seen.append(1)))
        assert seen == [1]
        with pytest.raises(ZeroDivisionError):
            exports(store, wat, host(store, lambda: 1 // 0))
        with pytest.raises(wasmtime.Trap) as caught:
            exports(store, "(module (func $f unreachable) (start $f))")
        assert caught.value.trap_code is wasmtime.TrapCode.UNREACHABLE

    def test_closed(self, engine: wasmtime.Engine) -> None:
        store = wasmtime.Store(engine)
        module = wasmtime.Module(engine, "(module)")
        instance = wasmtime.Instance(store, module, [])
        module.close()
        with pytest.raises(ClosedError):
            wasmtime.Instance(store, module, [])
        assert instance.exports(store) == {}
        store.close()
        with pytest.raises(ClosedError):
            instance.exports(store)

    def test_a_shared_memory_that_is_closed_meanwhile(self) -> None:
        """By a later import, in the moment between looking at it and giving it to wasmtime."""
        engine = configured(shared_memory=True, wasm_threads=True)
        store = wasmtime.Store(engine)
        module = wasmtime.Module(
            engine,
            """(module (import "" "m" (memory 1 1 shared)) (import "" "f" (func))
              (func (export "g") (result i32) (i32.load (i32.const 0))))""",
        )
        shared = wasmtime.SharedMemory(
            engine, wasmtime.MemoryType(wasmtime.Limits(1, 1), shared=True)
        )
        func = host(store, lambda: None)

        class Closes:
            _region, _raw = func._region, func._raw

            @property
            def __class__(self) -> type:
                shared.close()
                return wasmtime.Func

        try:
            instance = wasmtime.Instance(store, module, [shared, Closes()])  # type: ignore[list-item]
        except TypeError:
            return
        assert instance.exports(store)["g"](store) == 0  # type: ignore[operator]


class TestExports:
    @pytest.fixture
    def found(self, store: wasmtime.Store) -> Any:
        return exports(store, _WAT)

    def test_a_mapping(self, found: Any) -> None:
        assert isinstance(found, Mapping)
        assert isinstance(found, dict)
        assert list(found) == ["memory", "f", "g", "t", "", "\0", "get"]
        assert len(found) == len(found.by_index) == 7
        assert "f" in found
        assert "nothing" not in found
        assert found.get("nothing") is None
        assert found.get("nothing", 3) == 3
        assert [*found.keys()] == [*found]
        assert [*found.values()] == [*found.by_index]
        assert dict(**{k: v for k, v in found.items() if k.isidentifier()})["f"] is found["f"]

    def test_odd_names(self, store: wasmtime.Store, found: Any) -> None:
        assert [found[name](store) for name in ("", "\0", "get")] == [7, 8, 9]

    @pytest.mark.parametrize("name", ["nothing", 0, None, b"f", ("f",), 1.5, "\ud800"])
    def test_what_is_not_there(self, found: Any, name: Any) -> None:
        with pytest.raises(KeyError):
            found[name]

    def test_typed_look_ups(self, store: wasmtime.Store, found: Any) -> None:
        assert found.func("f")(store) == 5
        assert found.memory("memory").size(store) == 1
        assert found.global_("g").value(store) == 6
        assert found.table("t").size(store) == 1
        with pytest.raises(TypeError, match="'f' is a Func, not a Memory"):
            found.memory("f")
        for look_up in (found.func, found.memory, found.global_, found.table):
            with pytest.raises(KeyError):
                look_up("nothing")

    def test_the_same_objects(self, store: wasmtime.Store) -> None:
        instance = wasmtime.Instance(store, wasmtime.Module(store.engine, _WAT), [])
        assert instance.exports(store) is instance.exports(store)
        assert instance.exports(store)["f"] is instance.exports(store)["f"]

    def test_no_changes(self, found: Any) -> None:
        before = dict(found)
        changes: list[Callable[[], Any]] = [
            lambda: found.__setitem__("f", 1),
            lambda: found.__delitem__("f"),
            lambda: found.__ior__({"f": 1}),
            found.clear,
            lambda: found.pop("f"),
            found.popitem,
            lambda: found.setdefault("x", 1),
            lambda: found.update(f=1),
        ]
        for change in changes:
            with pytest.raises(TypeError, match="cannot be changed"):
                change()
        with pytest.raises(AttributeError):
            found.by_index = ()
        assert dict(found) == before

    def test_copies(self, found: Any) -> None:
        assert copy.copy(found) is copy.deepcopy(found) is found
        assert type(found.copy()) is dict
        with pytest.raises(TypeError):
            pickle.dumps(found)

    def test_of_another_store(self, store: wasmtime.Store, other: wasmtime.Store) -> None:
        instance = wasmtime.Instance(store, wasmtime.Module(store.engine, _WAT), [])
        for _ in range(2):
            with pytest.raises(ForeignStoreError):
                instance.exports(other)
            instance.exports(store)
        for given in (None, 3, "store", object()):
            with pytest.raises(TypeError, match="expected a Store"):
                instance.exports(given)  # type: ignore[arg-type]
