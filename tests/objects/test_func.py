from __future__ import annotations

import math
import threading
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

from .guests import FUNCREF, I32, I64, exports, host, in_a_call


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
