from __future__ import annotations

import functools
import gc
import math
import sys
import threading
import weakref
from decimal import Decimal
from typing import Any

import numpy
import pytest

import safestore as wasmtime
from safestore.errors import (
    ClosedError,
    ForeignStoreError,
    MisuseError,
    ReentrancyError,
    StoreBusyError,
)

from .guests import EXTERNREF, F32, F64, FUNCREF, I32, I64, NOTHING, exports, host, in_a_call


@pytest.fixture
def same(store: wasmtime.Store) -> Any:
    """Functions of the guest that return their argument, by type."""
    wat = "\n".join(
        f'(func (export "{kind}") (param {kind}) (result {kind}) local.get 0)'
        for kind in ("i32", "i64", "f32", "f64", "externref", "funcref")
    )
    return exports(store, f"(module {wat})")


class TestArguments:
    @pytest.mark.parametrize(
        ("kind", "given", "result"),
        [
            ("i32", 0, 0),
            ("i32", -(2**31), -(2**31)),
            ("i32", 2**31 - 1, 2**31 - 1),
            ("i32", 2**31, -(2**31)),
            ("i32", 2**32 - 1, -1),
            ("i32", True, 1),
            ("i32", numpy.int64(-5), -5),
            ("i32", numpy.uint32(2**32 - 1), -1),
            ("i64", -(2**63), -(2**63)),
            ("i64", 2**63, -(2**63)),
            ("i64", 2**64 - 1, -1),
            ("i64", numpy.uint64(2**64 - 1), -1),
            ("f32", 1.5, 1.5),
            ("f32", 0.1, float(numpy.float32(0.1))),
            ("f32", math.inf, math.inf),
            ("f32", -0.0, -0.0),
            ("f64", 1e308, 1e308),
            ("f64", 5e-324, 5e-324),
            ("f64", numpy.float64(1.5), 1.5),
        ],
    )
    def test_numbers(
        self, store: wasmtime.Store, same: Any, kind: str, given: Any, result: Any
    ) -> None:
        for argument in (given, getattr(wasmtime.Val, kind)(given)):
            answer = same[kind](store, argument)
            assert answer == result
            assert type(answer) is type(result)
            if result == 0:
                assert math.copysign(1, answer) == math.copysign(1, result)

    def test_nan(self, store: wasmtime.Store, same: Any) -> None:
        assert math.isnan(same["f32"](store, math.nan))
        assert math.isnan(same["f64"](store, math.nan))

    @pytest.mark.parametrize(
        ("kind", "given"),
        [
            ("i32", 2**32),
            ("i32", -(2**31) - 1),
            ("i32", 2**70),
            ("i64", 2**64),
            ("i64", -(2**63) - 1),
            ("i64", -(2**70)),
            ("f32", 1e300),
            ("f32", 3.5e38),
        ],
    )
    def test_out_of_range(self, store: wasmtime.Store, same: Any, kind: str, given: Any) -> None:
        with pytest.raises(OverflowError, match=kind):
            same[kind](store, given)

    @pytest.mark.parametrize("kind", ["i32", "i64"])
    @pytest.mark.parametrize(
        "given", [1.0, "1", None, Decimal(1), numpy.float64(1), b"1", [1], 1j, numpy.array([1, 2])]
    )
    def test_what_is_no_integer(
        self, store: wasmtime.Store, same: Any, kind: str, given: Any
    ) -> None:
        with pytest.raises(TypeError):
            same[kind](store, given)

    @pytest.mark.parametrize("kind", ["f32", "f64"])
    @pytest.mark.parametrize("given", [1, True, "1", None, Decimal("1.7"), 1j])
    def test_what_is_no_float(
        self, store: wasmtime.Store, same: Any, kind: str, given: Any
    ) -> None:
        with pytest.raises(TypeError):
            same[kind](store, given)

    def test_a_val_of_another_type(self, store: wasmtime.Store, same: Any) -> None:
        with pytest.raises(TypeError, match="Val"):
            same["i32"](store, wasmtime.Val.i64(1))

    @pytest.mark.parametrize("thing", [0, "", [], {}, False, None, 0.0, b"", object(), "text"])
    def test_objects(self, store: wasmtime.Store, same: Any, thing: Any) -> None:
        assert same["externref"](store, thing) is thing
        assert same["externref"](store, wasmtime.Val.externref(thing)) is thing

    def test_functions(self, store: wasmtime.Store, same: Any) -> None:
        back = same["funcref"](store, same["i32"])
        assert isinstance(back, wasmtime.Func)
        assert back(store, 5) == 5
        assert same["funcref"](store, None) is None
        for wrong in (3, "f", len, wasmtime.FuncType([], [])):
            with pytest.raises(TypeError):
                same["funcref"](store, wrong)

    @pytest.mark.parametrize("given", [(), (1, 2), (1,) * 100])
    def test_arity(self, store: wasmtime.Store, same: Any, given: tuple[int, ...]) -> None:
        few = "few" if not given else "many"
        with pytest.raises(wasmtime.WasmtimeError, match=f"too {few} parameters provided"):
            same["i32"](store, *given)
        with pytest.raises(wasmtime.WasmtimeError, match=f"too {few} parameters provided"):
            same["externref"](store, *given)

    def test_keywords(self, store: wasmtime.Store, same: Any) -> None:
        with pytest.raises(TypeError):
            same["i32"](store, x=1)
        with pytest.raises(TypeError):
            same["i32"]()

    def test_many_values(self, store: wasmtime.Store) -> None:
        wat = """(module (func (export "f") (param i32 i64 f32 f64 externref)
            (result externref f64 f32 i64 i32)
            local.get 4 local.get 3 local.get 2 local.get 1 local.get 0)
          (func (export "g") (param i32 i64 f64) (result f64 i64 i32)
            local.get 2 local.get 1 local.get 0))"""
        found = exports(store, wat)
        thing = object()
        assert found["f"](store, 1, 2, 3.5, 4.5, thing) == [thing, 4.5, 3.5, 2, 1]
        assert found["g"](store, 1, 2, 3.5) == [3.5, 2, 1]

    def test_a_thousand(self, store: wasmtime.Store) -> None:
        kinds = " ".join(["i64"] * 1000)
        gets = " ".join(f"local.get {i}" for i in range(1000))
        wat = f'(module (func (export "f") (param {kinds}) (result {kinds}) {gets}))'
        assert exports(store, wat)["f"](store, *range(1000)) == list(range(1000))

    @pytest.mark.parametrize("kind", ["v128", "anyref", "(ref null struct)", "exnref"])
    def test_types_that_do_not_cross(self, kind: str) -> None:
        config = wasmtime.Config()
        config.wasm_exceptions = config.wasm_gc = config.wasm_function_references = True
        store = wasmtime.Store(wasmtime.Engine(config))
        found = exports(
            store,
            f"""(module (func (export "in") (param {kind}))
              (func (export "out") (result {kind}) unreachable))""",
        )
        for use in (lambda: found["in"](store, 1), lambda: found["out"](store)):
            with pytest.raises(TypeError, match="cannot be passed"):
                use()
        assert "FuncType" in repr(found["in"].type(store))

    def test_an_index_that_changes_its_mind(self, store: wasmtime.Store, same: Any) -> None:
        class Fickle:
            def __init__(self) -> None:
                self.answers = [2**40, 7, 8]

            def __index__(self) -> int:
                return self.answers.pop(0)

        assert same["i32"](store, Fickle()) in (7, 8)

    def test_an_index_that_calls(self, store: wasmtime.Store) -> None:
        add = exports(
            store,
            '(module (func (export "f") (param i32 i32) (result i32) '
            "(i32.sub (local.get 0) (local.get 1))))",
        )["f"]

        class Calls:
            def __index__(self) -> int:
                result: int = add(store, 100, 1)
                return result

        assert add(store, Calls(), Calls()) == 0
        assert add(store, 1000, Calls()) == 901

    def test_an_index_that_closes(self, engine: wasmtime.Engine) -> None:
        for kind in ("i32", "externref i32"):
            store = wasmtime.Store(engine)
            found = exports(store, f'(module (func (export "f") (param {kind})))')

            class Closes:
                def __index__(self, store: wasmtime.Store = store) -> int:
                    store.close()
                    return 1

            with pytest.raises(MisuseError):
                found["f"](store, *[Closes()] * len(kind.split()))


class TestHostFunctions:
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


class TestEntering:
    def test_the_same_store_from_a_host_function(self, store: wasmtime.Store) -> None:
        add = exports(
            store,
            '(module (func (export "f") (param i32) (result i32) '
            "(i32.add (local.get 0) (i32.const 1))))",
        )["f"]
        assert in_a_call(store, lambda: add(store, 4)) == 5

    def test_close_from_a_host_function(self, store: wasmtime.Store) -> None:
        with pytest.raises(ReentrancyError, match="return from the host function first"):
            in_a_call(store, store.close)
        assert exports(store, "(module)") == {}

    def test_another_thread_while_inside(self, store: wasmtime.Store) -> None:
        add = exports(store, '(module (func (export "f") (result i32) (i32.const 1)))')["f"]
        seen: list[Any] = []

        def elsewhere() -> None:
            for use in (lambda: add(store), store.close, lambda: exports(store, "(module)")):
                try:
                    use()
                except StoreBusyError as error:
                    seen.append(str(error))

        def work() -> None:
            thread = threading.Thread(target=elsewhere)
            thread.start()
            thread.join()

        in_a_call(store, work)
        assert len(seen) == 3
        assert all("MainThread" in message for message in seen)

    def test_mutual_recursion_without_end(self, store: wasmtime.Store) -> None:
        def again() -> None:
            run(store)

        run = exports(
            store,
            '(module (import "" "" (func)) (func (export "f") (call 0)))',
            host(store, again),
        )["f"]
        with pytest.raises(RecursionError):
            run(store)
        assert host(store, lambda: 3, [], [I32])(store) == 3

    def test_recursion_of_the_guest_alone(self, store: wasmtime.Store) -> None:
        run = exports(store, '(module (func $f (export "f") (call $f)))')["f"]
        with pytest.raises(wasmtime.Trap) as caught:
            run(store)
        assert caught.value.trap_code is wasmtime.TrapCode.STACK_OVERFLOW

    def test_another_store(self, store: wasmtime.Store, other: wasmtime.Store, same: Any) -> None:
        for name, argument in (("i32", 1), ("externref", "x")):
            # Before and after the function's type is known.
            for _ in range(2):
                with pytest.raises(ForeignStoreError):
                    same[name](other, argument)
                assert same[name](store, argument) == argument
        with pytest.raises(ForeignStoreError):
            same["funcref"](store, host(other, lambda: None))
        with pytest.raises(ForeignStoreError):
            host(store, lambda: host(other, lambda: None), [], [FUNCREF])(store)

    def test_a_closed_store(self, engine: wasmtime.Engine) -> None:
        store = wasmtime.Store(engine)
        func = host(store, lambda: None)
        func(store)
        store.close()
        for _ in range(2):
            with pytest.raises(ClosedError, match=r"closed at test_func\.py"):
                func(store)
        with pytest.raises(ValueError, match="already closed"):
            func.type(store)

    @pytest.mark.parametrize("given", [None, 3, "store", object(), [], wasmtime.Engine])
    def test_what_is_no_store(self, store: wasmtime.Store, given: Any) -> None:
        func = host(store, lambda: None)
        for _ in range(2):
            with pytest.raises(TypeError, match="expected a Store"):
                func(given)
            func(store)

    def test_a_function_is_no_store(self, store: wasmtime.Store) -> None:
        func = host(store, lambda: None)
        for _ in range(2):
            with pytest.raises(TypeError, match="expected a Store"):
                func(func)
            func(store)

    def test_its_type(self, store: wasmtime.Store) -> None:
        func = host(store, lambda n: n, [I32], [I64])
        assert func.type(store) == wasmtime.FuncType([I32], [I64])


class TestMends:
    def test_fuel_that_was_never_set(self) -> None:
        config = wasmtime.Config()
        config.consume_fuel = True
        store = wasmtime.Store(wasmtime.Engine(config))
        with pytest.raises(wasmtime.Trap, match=r"store\.set_fuel\(n\)") as caught:
            exports(store, '(module (func (export "f")))')["f"](store)
        assert caught.value.trap_code is wasmtime.TrapCode.OUT_OF_FUEL
        store.set_fuel(1)
        with pytest.raises(wasmtime.Trap) as caught:
            exports(store, '(module (func $f (export "f") (loop (br 0))))')["f"](store)
        assert "set_fuel" not in str(caught.value)
        store.set_fuel(1000)
        assert exports(store, '(module (func (export "f")))')["f"](store) is None
        assert store.get_fuel() < 1000

    def test_a_deadline_that_was_never_set(self) -> None:
        config = wasmtime.Config()
        config.epoch_interruption = True
        store = wasmtime.Store(wasmtime.Engine(config))
        func = exports(store, '(module (func (export "f") (loop)))')["f"]
        with pytest.raises(wasmtime.Trap, match=r"set_epoch_deadline\(ticks\)") as caught:
            func(store)
        assert caught.value.trap_code is wasmtime.TrapCode.INTERRUPT
        store.set_epoch_deadline(1)
        func(store)
        store.engine.increment_epoch()
        with pytest.raises(wasmtime.Trap) as caught:
            func(store)
        assert "set_epoch_deadline" not in str(caught.value)
