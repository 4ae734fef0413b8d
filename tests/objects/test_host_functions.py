from __future__ import annotations

import functools
import gc
import sys
import threading
import weakref
from typing import Any

import numpy
import pytest

import safestore as wasmtime

from .guests import EXTERNREF, F32, F64, FUNCREF, I32, I64, NOTHING, exports, host


class TestCalling:
    def test_arguments_and_results(self, store: wasmtime.Store) -> None:
        seen: list[Any] = []

        def function(*given: Any) -> Any:
            seen.extend(given)
            return list(given)[::-1]

        kinds = [I32, I64, F32, F64, EXTERNREF, FUNCREF]
        func = host(store, function, kinds, kinds[::-1])
        inner = host(store, lambda: None)
        result = func(store, 1, 2, 3.5, 4.5, "x", inner)
        assert seen[:5] == [1, 2, 3.5, 4.5, "x"]
        assert isinstance(seen[5], wasmtime.Func)
        assert result[1:] == ["x", 4.5, 3.5, 2, 1]

    @pytest.mark.parametrize("kind", [list, tuple])
    def test_several_results(self, store: wasmtime.Store, kind: Any) -> None:
        func = host(store, lambda: kind((1, 2.5)), [], [I32, F64])
        assert func(store) == [1, 2.5]

    @pytest.mark.parametrize(
        ("kind", "result", "expected"),
        [
            (I32, True, 1),
            (I32, 2**32 - 1, -1),
            (I32, numpy.int8(-3), -3),
            (I64, 2**64 - 1, -1),
            (F64, numpy.float64(2.5), 2.5),
            (I32, wasmtime.Val.i32(5), 5),
            (EXTERNREF, [], []),
            (EXTERNREF, None, None),
            (FUNCREF, None, None),
        ],
    )
    def test_a_result(self, store: wasmtime.Store, kind: Any, result: Any, expected: Any) -> None:
        assert host(store, lambda: result, [], [kind])(store) == expected

    @pytest.mark.parametrize(
        ("kinds", "result", "error"),
        [
            ([I32], 2**32, OverflowError),
            ([I32], -(2**31) - 1, OverflowError),
            ([I32], 2**40 + 5, OverflowError),
            ([I64], 2**64, OverflowError),
            ([F32], 1e300, OverflowError),
            ([I32], 1.0, TypeError),
            ([I32], None, TypeError),
            ([I32], "5", TypeError),
            ([F64], 5, TypeError),
            ([F64], None, TypeError),
            ([FUNCREF], 5, TypeError),
            ([I32], wasmtime.Val.i64(5), TypeError),
            ([], 0, wasmtime.WasmtimeError),
            ([], (), wasmtime.WasmtimeError),
            ([I32, I32], 1, TypeError),
            ([I32, I32], (1,), wasmtime.WasmtimeError),
            ([I32, I32], (1, 2, 3), wasmtime.WasmtimeError),
            ([I32, I32], {1: 1, 2: 2}, TypeError),
            ([I32, I32], {1, 2}, TypeError),
            ([I32, I32], "ab", TypeError),
            ([I32, I32], b"ab", TypeError),
            ([I32, I32], (i for i in (1, 2)), TypeError),
            ([I32, I32], (1, 2.5), TypeError),
            ([EXTERNREF, I32], ("x", 2**32), OverflowError),
        ],
    )
    def test_a_bad_result(
        self, store: wasmtime.Store, kinds: list[Any], result: Any, error: type[Exception]
    ) -> None:
        func = host(store, lambda: result, [], kinds)
        with pytest.raises(error):
            func(store)
        assert host(store, lambda: 3, [], [I32])(store) == 3

    def test_a_coroutine_is_no_result(self, store: wasmtime.Store) -> None:
        async def function() -> int:
            return 1

        made = []

        def call() -> Any:
            made.append(function())
            return made[0]

        for kinds in ([], [I32]):
            with pytest.raises((TypeError, wasmtime.WasmtimeError)):
                host(store, call, [], kinds)(store)
            made.pop().close()

    @pytest.mark.parametrize("function", [None, 3, "f", object()])
    def test_what_cannot_be_called(self, store: wasmtime.Store, function: Any) -> None:
        with pytest.raises(TypeError, match="callable"):
            host(store, function)

    def test_any_callable(self, store: wasmtime.Store) -> None:
        class Adds:
            def __init__(self, amount: int) -> None:
                self.amount = amount

            def __call__(self, number: int) -> int:
                return number + self.amount

            def method(self, number: int) -> int:
                return self(number)

        adds = Adds(3)
        for function in (adds, adds.method, functools.partial(pow, 2), abs, lambda n, m=4: n + m):
            assert host(store, function, [I32], [I32])(store, 4) == function(4)

    def test_it_is_kept_by_its_store(self, engine: wasmtime.Engine) -> None:
        def make(store: wasmtime.Store) -> Any:
            numbers = [1, 2, 3]
            return exports(
                store,
                """(module (import "" "" (func (result i32)))
                  (func (export "f") (result i32) (call 0)))""",
                host(store, lambda: sum(numbers), [], [I32]),
            )["f"]

        store = wasmtime.Store(engine)
        func = make(store)
        gc.collect()
        assert func(store) == 6

    def test_cycles_are_collected(self, engine: wasmtime.Engine) -> None:
        class Plugin:
            def __init__(self) -> None:
                self.store = wasmtime.Store(engine, self)
                self.func = host(self.store, self.method)
                self.found = exports(
                    self.store, '(module (import "" "" (func)) (export "f" (func 0)))', self.func
                )
                linker = wasmtime.Linker(engine)
                linker.define_func("", "", NOTHING, self.method)
                linker.instantiate(
                    self.store, wasmtime.Module(engine, '(module (import "" "" (func)))')
                )
                self.linker = linker
                keep = wasmtime.GlobalType(EXTERNREF, True)
                self.reference = wasmtime.Global(self.store, keep, self)

            def method(self) -> None:
                raise AssertionError

        plugins = [Plugin() for _ in range(5)]
        gone = [weakref.ref(plugin) for plugin in plugins]
        plugins.clear()
        gc.collect()
        assert [reference() for reference in gone] == [None] * 5

    def test_a_function_type_in_two_engines(self) -> None:
        kind = wasmtime.FuncType([I32], [I32])
        for _ in range(2):
            store = wasmtime.Store()
            assert wasmtime.Func(store, kind, lambda n: n + 1)(store, 1) == 2


class TestExceptions:
    """C2: what a host function raises reaches exactly the call that caused it."""

    @pytest.mark.parametrize(
        "error",
        [
            KeyError("x"),
            StopIteration(),
            GeneratorExit(),
            KeyboardInterrupt(),
            SystemExit(3),
            wasmtime.Trap("mine"),
            wasmtime.WasmtimeError("mine"),
            RecursionError("mine"),
            MemoryError(),
        ],
    )
    @pytest.mark.parametrize("kind", [[], [EXTERNREF]])
    def test_as_it_is(self, store: wasmtime.Store, error: BaseException, kind: list[Any]) -> None:
        def function(*given: Any) -> None:
            raise error

        func = host(store, function, kind)
        with pytest.raises(type(error)) as caught:
            func(store, *["x"] * len(kind))
        assert caught.value is error
        assert "function" in [entry.name for entry in caught.traceback]
        # And not again.
        assert host(store, lambda: 3, [], [I32])(store) == 3

    def test_of_the_inner_call(self, store: wasmtime.Store) -> None:
        def inner() -> None:
            raise KeyError("inner")

        raising = host(store, inner)

        def outer() -> None:
            with pytest.raises(KeyError, match="inner"):
                raising(store)
            raise ValueError("outer")

        with pytest.raises(ValueError, match="outer") as caught:
            host(store, outer)(store)
        assert caught.value.__context__ is None

    def test_a_trap_after_one_that_was_handled(self, store: wasmtime.Store) -> None:
        raising = host(store, lambda: 1 // 0)

        def handles() -> None:
            with pytest.raises(ZeroDivisionError):
                raising(store)

        run = exports(
            store,
            '(module (import "" "" (func)) (func (export "f") (call 0) unreachable))',
            host(store, handles),
        )["f"]
        with pytest.raises(wasmtime.Trap) as caught:
            run(store)
        assert caught.value.trap_code is wasmtime.TrapCode.UNREACHABLE

    def test_through_several_stores(self, store: wasmtime.Store, other: wasmtime.Store) -> None:
        error = LookupError("deep")

        def deep() -> None:
            raise error

        deepest = host(store, deep)
        middle = host(other, lambda: deepest(store))
        with pytest.raises(LookupError) as caught:
            host(store, lambda: middle(other))(store)
        assert caught.value is error

    def test_each_thread_its_own(self, engine: wasmtime.Engine) -> None:
        wrong: list[BaseException] = []

        def work(number: int) -> None:
            store = wasmtime.Store(engine)

            def function() -> None:
                raise LookupError(number)

            func = host(store, function)
            for _ in range(200):
                try:
                    func(store)
                except LookupError as error:
                    if error.args != (number,):
                        wrong.append(error)
                except BaseException as error:
                    wrong.append(error)
                else:
                    wrong.append(AssertionError("nothing was raised"))

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        interval = sys.getswitchinterval()
        sys.setswitchinterval(1e-5)
        try:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            sys.setswitchinterval(interval)
        assert not wrong

    def test_the_exception_is_not_kept(self, store: wasmtime.Store) -> None:
        class Big:
            pass

        big = Big()
        gone = weakref.ref(big)

        def function(held: list[Any] = [big]) -> None:  # noqa: B006
            raise ValueError(held.pop())

        func = host(store, function)
        del big
        with pytest.raises(ValueError):
            func(store)
        gc.collect()
        assert gone() is None
