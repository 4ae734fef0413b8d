"""Many threads: sharing what may be shared, one after another in what may not."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import safestore as wasmtime
from safestore.errors import MisuseError, StoreBusyError

from .guests import I32, NOTHING, configured, exports, host, in_a_call

_WAT = """
(module
  (import "host" "add" (func $add (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (global $count (export "count") (mut i32) (i32.const 0))
  (func (export "bump") (result i32)
    (global.set $count (i32.add (global.get $count) (i32.const 1))) (global.get $count))
  (func (export "sum") (param i32 i32) (result i32) (call $add (local.get 0) (local.get 1))))
"""


def on_threads(count: int, work: Callable[[int], Any]) -> list[Any]:
    """What `work` returns on so many threads that all start at once."""
    barrier = threading.Barrier(count)

    def start(number: int) -> Any:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(start, range(count)))


class TestSharing:
    def test_sixteen_threads_compile_and_instantiate(self, engine: wasmtime.Engine) -> None:
        def work(number: int) -> list[int]:
            results = []
            for i in range(5):
                wat = f'(module (func (export "f") (result i32) (i32.const {number * 100 + i})))'
                module = wasmtime.Module(engine, wat)
                with wasmtime.Store(engine) as store:
                    func: Any = wasmtime.Instance(store, module, []).exports(store)["f"]
                    results.append(func(store))
            return results

        for number, results in enumerate(on_threads(16, work)):
            assert results == [number * 100 + i for i in range(5)]

    def test_sixteen_threads_share_a_module_and_a_linker(self, engine: wasmtime.Engine) -> None:
        module = wasmtime.Module(engine, _WAT)
        linker = wasmtime.Linker(engine)
        linker.define_func("host", "add", wasmtime.FuncType([I32, I32], [I32]), lambda a, b: a + b)
        pre = linker.instantiate_pre(module)

        def work(number: int) -> tuple[int, int, int]:
            for i in range(20):
                store = wasmtime.Store(engine)
                make = linker.instantiate if i % 2 else lambda store, module: pre.instantiate(store)
                found: Any = make(store, module).exports(store)
                assert found["sum"](store, number, i) == number + i
                assert [found["bump"](store) for _ in range(3)] == [1, 2, 3]
                assert len(module.exports) == 4
            return number, len(module.serialize()) > 0, len(module.imports)

        assert on_threads(16, work) == [(number, True, 1) for number in range(16)]

    def test_closing_what_others_use(self, engine: wasmtime.Engine) -> None:
        """Module and linker are freed by the last who uses them; who comes later is told."""
        for _ in range(10):
            module = wasmtime.Module(engine, _WAT)
            linker = wasmtime.Linker(engine)
            linker.define_func(
                "host", "add", wasmtime.FuncType([I32, I32], [I32]), lambda a, b: a + b
            )

            def work(number: int, linker: Any = linker, module: Any = module) -> int:
                if number == 7:
                    module.close()
                    linker.close()
                    return 0
                store = wasmtime.Store(engine)
                done = 0
                try:
                    for _ in range(20):
                        linker.instantiate(store, module)
                        module.serialize()
                        done += 1
                except ValueError:
                    pass
                return done

            assert all(0 <= done <= 20 for done in on_threads(8, work))

    def test_an_engine_that_is_closed_while_others_compile(self) -> None:
        for _ in range(5):
            engine = wasmtime.Engine()

            def work(number: int, engine: Any = engine) -> None:
                try:
                    for _ in range(10):
                        if number == 3:
                            engine.close()
                        wasmtime.Module(engine, _WAT)
                        engine.increment_epoch()
                except ValueError as error:
                    assert "closed" in str(error)

            on_threads(6, work)

    def test_a_linker_that_is_changed_while_others_use_it(self, engine: wasmtime.Engine) -> None:
        module = wasmtime.Module(engine, _WAT)
        linker = wasmtime.Linker(engine)
        linker.allow_shadowing = True
        kind = wasmtime.FuncType([I32, I32], [I32])
        linker.define_func("host", "add", kind, lambda a, b: a + b)
        refused: list[str] = []

        def work(number: int) -> int:
            store = wasmtime.Store(engine)
            done = 0
            for i in range(50):
                try:
                    if number % 2:
                        linker.define_func("host", f"f{number}.{i}", kind, lambda a, b: a)
                    else:
                        found: Any = linker.instantiate(store, module).exports(store)
                        assert found["sum"](store, 1, 2) == 3
                    done += 1
                except StoreBusyError as error:
                    refused.append(str(error))
            return done

        assert sum(on_threads(8, work)) + len(refused) == 400
        assert all("Linker" in message for message in refused)

    def test_using_a_linker_that_another_thread_is_changing(self, engine: wasmtime.Engine) -> None:
        """Defining a module runs its start function, which stays for as long as it likes."""
        store, other = wasmtime.Store(engine), wasmtime.Store(engine)
        linker = wasmtime.Linker(engine)
        inside, leave = threading.Event(), threading.Event()

        def park() -> None:
            inside.set()
            assert leave.wait(30)

        linker.define_func("", "park", NOTHING, park)
        parking = '(module (import "" "park" (func $park)) (start $park))'
        module = wasmtime.Module(engine, parking)
        with ThreadPoolExecutor(1) as pool:
            defining = pool.submit(linker.define_module, store, "m", module)
            try:
                assert inside.wait(30)
                for use in (
                    lambda: linker.instantiate(other, wasmtime.Module(engine, "(module)")),
                    lambda: linker.instantiate_pre(wasmtime.Module(engine, "(module)")),
                    lambda: linker.get(other, "", "park"),
                    lambda: linker.get_default(other, "m"),
                    lambda: linker.define_wasi(),
                ):
                    with pytest.raises(StoreBusyError, match="another thread changes it"):
                        use()
            finally:
                leave.set()
            defining.result(30)
        linker.instantiate(other, wasmtime.Module(engine, "(module)"))


class TestHandOver:
    def test_made_here_and_run_there(self, engine: wasmtime.Engine) -> None:
        store = wasmtime.Store(engine)
        found = exports(store, _WAT, host(store, lambda a, b: a + b, [I32, I32], [I32]))
        results: list[int] = []

        def work() -> None:
            results.append(found["sum"](store, 1, 2))
            found["memory"].write(store, b"there")
            assert store.data() is None

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        assert results == [3]
        assert found["memory"].read(store, 0, 5) == b"there"
        assert found["bump"](store) == 1

    def test_one_after_another(self, engine: wasmtime.Engine) -> None:
        store = wasmtime.Store(engine)
        found = exports(store, _WAT, host(store, lambda a, b: a + b, [I32, I32], [I32]))
        for turn in range(20):
            results: list[int] = []
            thread = threading.Thread(target=lambda r=results: r.append(found["bump"](store)))
            thread.start()
            thread.join()
            assert results == [turn * 2 + 1]
            assert found["bump"](store) == turn * 2 + 2

    def test_a_lock_of_the_users(self, engine: wasmtime.Engine) -> None:
        store = wasmtime.Store(engine)
        found = exports(store, _WAT, host(store, lambda a, b: a + b, [I32, I32], [I32]))
        lock = threading.Lock()

        def work(number: int) -> None:
            for _ in range(50):
                with lock:
                    found["bump"](store)
                    found["sum"](store, 1, number)

        on_threads(8, work)
        assert found["count"].value(store) == 400

    def test_closed_by_another_thread(self, engine: wasmtime.Engine) -> None:
        store = wasmtime.Store(engine)
        found = exports(store, _WAT, host(store, lambda a, b: a + b, [I32, I32], [I32]))
        thread = threading.Thread(target=store.close, name="the closer")
        thread.start()
        thread.join()
        with pytest.raises(ValueError, match=r"closed at .* on the closer"):
            found["bump"](store)

    def test_a_store_for_each_thread(self, engine: wasmtime.Engine) -> None:
        local = threading.local()
        module = wasmtime.Module(engine, '(module (func (export "f") (result i32) i32.const 4))')

        def work(number: int) -> int:
            local.store = wasmtime.Store(engine, number)
            func: Any = wasmtime.Instance(local.store, module, []).exports(local.store)["f"]
            assert local.store.data() == number
            result: int = func(local.store)
            return result

        assert on_threads(16, work) == [4] * 16


class TestBusy:
    def test_every_operation(self, engine: wasmtime.Engine) -> None:
        store = wasmtime.Store(engine)
        found = exports(
            store,
            """(module (import "" "" (func)) (func (export "run") (call 0))
              (memory (export "memory") 1 9) (table (export "table") 1 9 externref)
              (global (export "number") (mut i32) (i32.const 1))
              (func (export "same") (param externref) (result externref) local.get 0))""",
            host(store, lambda: on_another_thread()),
        )
        memory, table, number = found["memory"], found["table"], found["number"]
        module = wasmtime.Module(engine, "(module)")
        linker = wasmtime.Linker(engine)
        pre = linker.instantiate_pre(module)
        instance = wasmtime.Instance(store, module, [])
        uses: list[Callable[[], Any]] = [
            lambda: found["run"](store),
            lambda: found["same"](store, 1),
            lambda: found["run"].type(store),
            lambda: memory.read(store),
            lambda: memory.write(store, b"x"),
            lambda: memory.grow(store, 1),
            lambda: memory.size(store),
            lambda: memory.view(store),
            lambda: memory.data_ptr(store),
            lambda: memory.get_buffer_ptr(store),
            lambda: memory.data_len(store),
            lambda: table.get(store, 0),
            lambda: table.set(store, 0, "x"),
            lambda: table.grow(store, 1, "x"),
            lambda: table.size(store),
            lambda: number.value(store),
            lambda: number.set_value(store, 5),
            lambda: wasmtime.Instance(store, module, []),
            lambda: wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1))),
            lambda: host(store, lambda: None),
            lambda: linker.instantiate(store, module),
            lambda: pre.instantiate(store),
            lambda: linker.define(store, "a", "b", memory),
            lambda: instance.exports(store),
            store.data,
            store.gc,
            store.close,
            lambda: store.set_wasi(wasmtime.WasiConfig()),
            lambda: store.set_epoch_deadline(1),
            lambda: store.set_limits(),
        ]
        answers: list[Any] = []

        def attempt(use: Callable[[], Any]) -> Any:
            try:
                return use()
            except MisuseError as error:
                return type(error)

        def on_another_thread() -> None:
            with ThreadPoolExecutor(1) as pool:
                answers.extend(pool.map(attempt, uses))

        found["run"](store)
        assert answers == [StoreBusyError] * len(uses)
        assert number.value(store) == 1
        assert memory.size(store) == 1
        linker.define(store, "a", "b", memory)

    def test_what_needs_no_store(self, engine: wasmtime.Engine) -> None:
        """Engine, module, types and reprs go on working for everybody."""
        store = wasmtime.Store(engine)
        module = wasmtime.Module(engine, "(module)")
        func = host(store, lambda: None)

        def elsewhere() -> list[Any]:
            other = wasmtime.Store(engine)
            wasmtime.Instance(other, module, [])
            return [repr(store), repr(func), len(module.exports)]

        def work() -> Any:
            with ThreadPoolExecutor(1) as pool:
                return pool.submit(elsewhere).result()

        shown = in_a_call(store, work)
        assert "running" in shown[0]
        assert shown[2] == 0


def test_context_variables(store: wasmtime.Store) -> None:
    """A host function sees the context of who called the guest, and may change it."""
    variable: contextvars.ContextVar[int] = contextvars.ContextVar("variable", default=0)

    def work() -> None:
        assert variable.get() == 5
        variable.set(6)

    variable.set(5)
    in_a_call(store, work)
    assert variable.get() == 6


def test_a_generator_that_holds_a_store(engine: wasmtime.Engine) -> None:
    def numbers() -> Any:
        with wasmtime.Store(engine) as store:
            func = exports(store, '(module (func (export "f") (result i32) i32.const 4))')["f"]
            while True:
                yield func(store)

    generator = numbers()
    assert next(generator) == 4
    results: list[int] = []
    thread = threading.Thread(target=lambda: results.append(next(generator)))
    thread.start()
    thread.join()
    assert results == [4]
    generator.close()


def test_fuel_of_one_store_is_its_own() -> None:
    engine = configured(consume_fuel=True)

    def work(number: int) -> int:
        store = wasmtime.Store(engine)
        store.set_fuel(10_000 + number)
        exports(store, '(module (func (export "f")))')["f"](store)
        return store.get_fuel() - number

    assert len(set(on_threads(8, work))) == 1
