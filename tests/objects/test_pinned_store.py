"""Pinned[Store] goes wherever a Store goes, and nothing of a store is used by another thread.

P1, T1, T5, R3: every public operation that is given a store, and every method of the store.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy
import pytest

import safestore as wasmtime
from safestore.errors import (
    ArgumentTypeError,
    BorrowError,
    ClosedError,
    ForeignStoreError,
    InTransitError,
    LandingError,
    MovedError,
    ReentrancyError,
    WrongThreadError,
)
from safestore.objects.guards import GUARDS
from safestore.ownership.lock import hold
from safestore.ownership.pinned import Pinned
from tests.component.guests import CALLS, Guest
from tests.ownership.boxes import on_ended_thread
from tests.ownership.elsewhere import Elsewhere

from .guests import I32, exports, host, in_a_call, movable
from .storelikes import METHODS, USES, Furnished

# What is not an operation of something in a store.
OF_NO_STORE = {
    name
    for name in USES
    if name.endswith("__init__") or "Linker" in name or name.startswith("InstancePre")
} | {"component.ResourceHost.to_any", "component.ValType.convert_to_c"}


@pytest.fixture
def world() -> Furnished:
    return Furnished()


def test_every_operation_that_is_given_a_store_is_here() -> None:
    """So that a method that comes later is walked as well."""
    wanted, own = set(), set()
    for table, methods in GUARDS.items():
        for name, kind in methods.items():
            kinds = set(kind.rstrip("*").split("+"))
            if table == "Store" and kind.startswith("own-"):
                own.add(f"{table}.{name}")
            elif kinds & {"read", "exclusive", "run", "make-in", "make-run"}:
                wanted.add(f"{table}.{name}")
    # A Caller is a store itself; the other types of values inherit the method.
    wanted -= {"Caller.__getitem__", "Caller.get"}
    inherited = {name for name in wanted if name.endswith(".convert_to_c")}
    wanted -= inherited - {"component.ValType.convert_to_c"}
    assert wanted - set(USES) == set()
    assert own - set(METHODS) == set()


@pytest.mark.parametrize("name", USES)
class TestOperations:
    def test_a_pin_does_as_well(self, world: Furnished, name: str) -> None:
        use = USES[name]
        plain = use(world, world.store)
        fresh = Furnished()
        pinned = use(fresh, Pinned(fresh.store))
        assert type(pinned) is type(plain)
        if isinstance(plain, (int, str, bytes)):
            assert pinned == plain
        # The store is as good as its pin, for the owner.
        again = Furnished()
        pin = Pinned(again.store)
        assert type(use(again, again.store)) is type(plain)
        assert pin.is_mine()

    def test_not_on_another_thread(self, world: Furnished, name: str, elsewhere: Elsewhere) -> None:
        pin = Pinned(world.store)
        for store in (world.store, pin):
            with pytest.raises(WrongThreadError, match=r"pinned at .* on MainThread"):
                elsewhere.run(USES[name], world, store)
        assert free(world)
        USES[name](world, pin)

    def test_not_in_transit_nor_after_it(
        self, world: Furnished, name: str, elsewhere: Elsewhere
    ) -> None:
        use = USES[name]
        old = Pinned(world.store)
        token = old.transfer()
        for run in (lambda *call: call[0](*call[1:]), elsewhere.run):
            with pytest.raises(InTransitError, match="land its token"):
                run(use, world, world.store)
            with pytest.raises(MovedError, match=r"moved at .*test_pinned_store\.py"):
                run(use, world, old)
        pin = elsewhere.run(token.land)
        for store in (world.store, pin):
            with pytest.raises(WrongThreadError, match=r"moved at .*, landed at .* on elsewhere"):
                use(world, store)
        for run in (lambda *call: call[0](*call[1:]), elsewhere.run):
            with pytest.raises(MovedError, match=r"moved at .*, landed at .* on elsewhere"):
                run(use, world, old)
        assert free(world)
        elsewhere.run(use, world, pin)

    def test_not_with_the_pin_of_a_bundle(self, world: Furnished, name: str) -> None:
        pin = Pinned((world.store, world.instance))
        with pytest.raises(ArgumentTypeError, match=r"got a Pinned\[tuple\]; use the store in its"):
            USES[name](world, pin)
        with pytest.raises(ArgumentTypeError, match=r"expected a Store, got a Pinned\[int\]"):
            USES[name](world, Pinned(5))
        assert free(world)
        USES[name](world, pin.value[0])

    def test_not_an_orphan(self, world: Furnished, name: str) -> None:
        pin = on_ended_thread(lambda: Pinned(world.store))
        for store in (world.store, pin):
            with pytest.raises(WrongThreadError, match=r"gone, which has ended .*unsafe\.reclaim"):
                USES[name](world, store)
        USES[name](world, wasmtime.unsafe.reclaim(pin))

    def test_not_after_close(self, world: Furnished, name: str) -> None:
        pin = Pinned(world.store)
        pin.close()
        for store in (world.store, pin):
            with pytest.raises(ClosedError):
                USES[name](world, store)


@pytest.mark.parametrize("name", [name for name in USES if name not in OF_NO_STORE])
def test_a_handle_does_not_go_with_another_stores_pin(world: Furnished, name: str) -> None:
    other = Pinned(Furnished().store)
    with pytest.raises(ForeignStoreError):
        USES[name](world, other)
    token = other.transfer()
    with pytest.raises(MovedError):
        USES[name](world, other)
    token.discard()


@pytest.mark.parametrize("name", METHODS)
class TestMethods:
    def test_they_are_for_the_owner(
        self, world: Furnished, name: str, elsewhere: Elsewhere
    ) -> None:
        use = METHODS[name]
        pin = Pinned(world.store)
        use(pin.value)
        with pytest.raises(WrongThreadError):
            elsewhere.run(use, world.store)
        token = pin.transfer()
        for run in (lambda *call: call[0](*call[1:]), elsewhere.run):
            with pytest.raises(InTransitError):
                run(use, world.store)
        elsewhere.run(token.land)
        with pytest.raises(WrongThreadError, match="landed at"):
            use(world.store)
        elsewhere.run(use, world.store)
        assert free(world)


def free(world: Furnished) -> bool:
    region = world.store._region
    assert region is not None
    return hold(region.lock) == (0, 0)


class TestWhereElseAStoreIsAsked:
    def test_close(self, world: Furnished, elsewhere: Elsewhere) -> None:
        pin = Pinned(world.store)
        for close in (world.store.close, pin.close, world.store.__exit__):
            with pytest.raises(WrongThreadError):
                elsewhere.run(close)
        token = pin.transfer()
        for run in (lambda act: act(), elsewhere.run):
            with pytest.raises(InTransitError):
                run(world.store.close)
        token.discard()
        world.store.close()
        with pytest.raises(ClosedError, match=r"closed at test_pinned_store\.py"):
            world.store.gc()

    def test_plain_wasmtimes_code(self, world: Furnished, elsewhere: Elsewhere) -> None:
        pin = Pinned(world.store)
        assert pin._context()
        with pytest.raises(WrongThreadError):
            elsewhere.run(pin._context)
        pin.transfer().discard()
        with pytest.raises(MovedError):
            pin._context()

    def test_a_store_of_a_pin_is_not_made_twice(self, world: Furnished) -> None:
        pin = Pinned(world.store)
        with pytest.raises(TypeError):
            wasmtime.Store(pin)  # type: ignore[arg-type]
        assert pin.value is world.store

    def test_reprs_answer_everywhere(self, world: Furnished, elsewhere: Elsewhere) -> None:
        pin = Pinned(world.store)
        token = pin.transfer()
        for thing in (world.store, pin, token, world.instance, world.exports["add"]):
            assert elsewhere.run(repr, thing).startswith("<")
        assert "in transit" in repr(world.store)
        token.discard()

    def test_what_belongs_to_no_store_stays_everybodys(
        self, world: Furnished, elsewhere: Elsewhere
    ) -> None:
        pin = Pinned(world.store)
        other = wasmtime.Store(world.engine)
        other.set_fuel(1000)
        elsewhere.run(lambda: wasmtime.Instance(other, world.module, []))
        assert elsewhere.run(lambda: len(world.module.exports)) == 7
        assert pin.is_mine()


class TestViews:
    @pytest.mark.parametrize("moves", [True, False])
    @pytest.mark.parametrize("kind", ["view", "slice", "get_buffer_ptr", "data_ptr", "memoryview"])
    def test_no_transfer_with_one_out(self, moves: bool, kind: str) -> None:
        engine = movable() if moves else wasmtime.Engine()
        store = wasmtime.Store(engine)
        memory = exports(store, '(module (memory (export "m") 1 4))')["m"]
        pin = Pinned(store)
        out: Any = {
            "view": lambda: memory.view(pin),
            "slice": lambda: memory.view(pin)[4:8],
            "get_buffer_ptr": lambda: memory.get_buffer_ptr(pin, 8),
            "data_ptr": lambda: memory.data_ptr(pin),
            "memoryview": lambda: memoryview(memory.get_buffer_ptr(pin, 8)),
        }[kind]()
        with pytest.raises(BorrowError, match=r"made at .*test_pinned_store\.py:\d+") as info:
            pin.transfer()
        assert "leave its `with` block first, and drop it" in str(info.value)
        assert memory.size(pin) == 1
        del out, info
        pin.transfer().discard()

    def test_a_with_block_that_has_ended_is_in_nobodys_way(self, world: Furnished) -> None:
        pin = Pinned(world.store)
        with world.exports["memory"].view(pin) as view:
            view[0] = 5
            part = view[2:8]
            of_part = part[0:1]
            with pytest.raises(BorrowError):
                pin.transfer()
        # There still are names for them.
        token = pin.transfer()
        assert view.released and part.released and of_part.released
        token.discard()

    @pytest.mark.parametrize("make", [memoryview, numpy.asarray])
    def test_what_was_made_from_a_view_is_in_the_way_when_that_has_ended(
        self, world: Furnished, make: Any
    ) -> None:
        pin = Pinned(world.store)
        with world.exports["memory"].view(pin) as view:
            made = make(view)
        with pytest.raises(BorrowError):
            pin.transfer()
        del made
        pin.transfer().discard()

    def test_a_view_belongs_to_its_stores_thread(
        self, world: Furnished, elsewhere: Elsewhere
    ) -> None:
        pin = Pinned(world.store)
        view = world.exports["memory"].view(pin, 0, 16)
        for use in (
            lambda: view[0],
            lambda: view[0:2],
            lambda: view.__setitem__(0, 1),
            lambda: view.__setitem__(slice(0, 2), b"ab"),
            view.tobytes,
            lambda: bytes(view.__bytes__()),
            lambda: list(view),
            lambda: view == b"",
        ):
            with pytest.raises(WrongThreadError):
                elsewhere.run(use)
        assert view[0] == 0
        view.release()

    @pytest.mark.parametrize("name", ["__getitem__", "__setitem__", "tobytes"])
    def test_a_store_that_is_pinned_elsewhere_between_two_steps(
        self, world: Furnished, elsewhere: Elsewhere, name: str
    ) -> None:
        region: Any = world.store._region
        view = world.exports["memory"].view(world.store, 0, 16)
        taken, pins = region.acquire, []

        def acquire(blocking: bool = True) -> bool:
            region.acquire = taken
            pins.append(elsewhere.run(Pinned, world.store))
            return bool(taken(blocking))

        region.acquire = acquire
        arguments = {"__getitem__": (0,), "__setitem__": (0, 1), "tobytes": ()}[name]
        with pytest.raises(WrongThreadError):
            getattr(view, name)(*arguments)
        assert len(pins) == 1 and free(world)
        elsewhere.run(pins[0].unpin)
        assert view[0] == 0
        view.release()

    @pytest.mark.parametrize("name", ["Func.__call__", "Memory.read", "Linker.instantiate"])
    def test_so_are_operations(self, world: Furnished, elsewhere: Elsewhere, name: str) -> None:
        region: Any = world.store._region
        USES[name](world, world.store)
        taken, pins = region.acquire, []

        def acquire(blocking: bool = True) -> bool:
            region.acquire = taken
            pins.append(elsewhere.run(Pinned, world.store))
            return bool(taken(blocking))

        region.acquire = acquire
        with pytest.raises(WrongThreadError):
            USES[name](world, world.store)
        assert len(pins) == 1 and free(world)

    def test_bytes_are_a_copy(self, world: Furnished) -> None:
        pin = Pinned(world.store)
        taken = world.exports["memory"].read(pin, 0, 8)
        pin.transfer().discard()
        assert taken == bytes(8)


class TestCallbacks:
    def test_a_caller_and_the_pin_and_the_store(self) -> None:
        store = wasmtime.Store()
        pin = Pinned(store)
        seen: list[Any] = []

        def call(caller: wasmtime.Caller) -> None:
            for inside in (caller, pin, store):
                seen.append(found["memory"].size(inside))
                seen.append(found["seven"](inside))
            seen.append(caller["seven"](pin))  # type: ignore[operator]

        found = exports(
            store,
            """(module (import "" "" (func)) (memory (export "memory") 1)
              (func (export "seven") (result i32) i32.const 7)
              (func (export "run") call 0))""",
            host(store, call, caller=True),
        )
        found["run"](pin)
        assert seen == [1, 7] * 3 + [7]

    def test_a_caller_is_of_one_thread(self, elsewhere: Elsewhere) -> None:
        store = wasmtime.Store()
        pin = Pinned(store)
        raised: list[Any] = []

        def call(caller: wasmtime.Caller) -> None:
            for use in (
                lambda: found["seven"](caller),
                lambda: found["seven"](pin),
                lambda: caller["seven"],
                lambda: caller.get("seven"),
            ):
                try:
                    elsewhere.run(use)
                except Exception as error:
                    raised.append(type(error))

        found = exports(
            store,
            """(module (import "" "" (func)) (func (export "seven") (result i32) i32.const 7)
              (func (export "run") call 0))""",
            host(store, call, caller=True),
        )
        found["run"](pin)
        # Refused before the lock is looked at: it is in nobody's way.
        assert raised == [WrongThreadError] * 4

    @pytest.mark.parametrize(
        "act",
        [
            lambda pin: pin.transfer(),
            lambda pin: pin.unpin(),
            lambda pin: pin.close(),
            lambda pin: pin.value.close(),
            lambda pin: pin.__exit__(),
            lambda pin: Pinned(pin.value),
            lambda pin: Pinned((pin.value,)),
        ],
    )
    def test_nothing_is_moved_or_closed_from_inside(self, act: Callable[[Any], Any]) -> None:
        store = wasmtime.Store()
        pin = Pinned(store)
        raised: list[BaseException] = []

        def work() -> None:
            try:
                act(pin)
            except BaseException as error:
                raised.append(error)

        in_a_call(store, work)
        assert [type(error) for error in raised] == [ReentrancyError]
        assert "return from the host function" in str(raised[0])
        assert pin.is_mine() and pin.value is store
        in_a_call(store, lambda: in_a_call(store, work))
        assert len(raised) == 2

    def test_nor_from_inside_a_component(self) -> None:
        raised: list[type] = []

        def work(_: Any) -> None:
            for act in (pin.transfer, pin.unpin, pin.close, guest.store.close):
                try:
                    act()
                except ReentrancyError as error:
                    raised.append(type(error))

        guest = Guest(CALLS, x=work)
        pin = Pinned(guest.store)
        guest.func("run")(pin)
        assert raised == [ReentrancyError] * 4

    def test_one_of_a_bundle_that_is_inside(self) -> None:
        one, two = wasmtime.Store(), wasmtime.Store()
        pin = Pinned([one, two])

        def work() -> None:
            for act in (pin.transfer, pin.unpin, pin.close):
                with pytest.raises(ReentrancyError):
                    act()
            assert pin.value == [one, two]
            assert "closed" not in repr(one) + repr(two)

        for store in (one, two):
            in_a_call(store, work)
        one.gc()
        two.gc()

    def test_nothing_is_pinned_nor_landed_in_an_output_callback(self) -> None:
        """It may run on a thread of wasmtime's own, which nobody could hand anything on from."""
        store, pinned, plain = wasmtime.Store(), wasmtime.Store(), wasmtime.Store()
        token = Pinned(pinned).transfer()
        raised: list[type] = []

        def write(data: bytes) -> None:
            for act in (token.land, lambda: Pinned(plain)):
                try:
                    act()
                except (LandingError, ReentrancyError) as error:
                    assert "output callback" in str(error)
                    raised.append(type(error))

        config = wasmtime.WasiConfig()
        config.stdout_custom = write
        store.set_wasi(config)
        linker = wasmtime.Linker(store.engine)
        linker.define_wasi()
        module = wasmtime.Module(
            store.engine,
            """(module (import "wasi_snapshot_preview1" "fd_write"
                (func $write (param i32 i32 i32 i32) (result i32)))
              (memory (export "memory") 1) (data (i32.const 64) "hi")
              (func (export "go") (result i32)
                (i32.store (i32.const 0) (i32.const 64)) (i32.store (i32.const 4) (i32.const 2))
                (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16))))""",
        )
        go: Any = linker.instantiate(store, module).exports(store)["go"]
        assert go(store) == 0
        assert raised == [LandingError, ReentrancyError]
        assert token.land().value is pinned
        plain.gc()

    def test_another_store_may_be_handed_over_meanwhile(self, elsewhere: Elsewhere) -> None:
        outer, inner = Furnished(), Furnished()
        pin = Pinned(inner.store)

        def work() -> Any:
            landed = elsewhere.run(pin.transfer().land)
            assert elsewhere.run(inner.exports["add"], landed, 1, 2) == 3
            return elsewhere.run(landed.transfer).land()

        back = in_a_call(outer.store, work)
        assert inner.exports["add"](back, 3, 4) == 7

    def test_an_argument_that_moves_its_store(self, world: Furnished) -> None:
        pins = [Pinned(world.store)]

        class Moving:
            def __index__(self) -> int:
                pins.append(pins[-1].transfer().land())
                return 3

        add, memory = world.exports["add"], world.exports["memory"]
        add(pins[0], 1, 2)
        for use in (
            lambda pin: add(pin, Moving(), 1),
            lambda pin: memory.read(pin, Moving(), 8),
            lambda pin: memory.view(pin, Moving()),
            lambda pin: world.exports["table"].get(pin, Moving()),
            lambda pin: world.exports["number"].set_value(pin, Moving()),
        ):
            with pytest.raises((MovedError, ReentrancyError)):
                use(pins[-1])
            assert add(pins[-1], 3, 4) == 7
        assert free(world)

    def test_an_argument_that_hands_its_store_away(
        self, world: Furnished, elsewhere: Elsewhere
    ) -> None:
        landed: list[Any] = []

        class Leaving:
            def __index__(self) -> int:
                landed.append(elsewhere.run(pin.transfer().land))
                return 3

        pin = Pinned(world.store)
        world.exports["add"](pin, 1, 2)
        with pytest.raises(WrongThreadError):
            world.exports["add"](pin, Leaving(), 1)
        assert elsewhere.run(world.exports["add"], landed[0], 1, 2) == 3


class TestGreenlets:
    def test_a_pin_is_for_all_of_a_thread(self, world: Furnished) -> None:
        greenlet = pytest.importorskip("greenlet")
        pin = Pinned(world.store)
        assert greenlet.greenlet(lambda: world.exports["add"](pin, 1, 2)).switch() == 3
        assert greenlet.greenlet(lambda: pin.transfer().land()).switch().is_mine()

    def test_not_while_another_is_inside(self) -> None:
        greenlet = pytest.importorskip("greenlet")
        store = wasmtime.Store()
        pin = Pinned(store)
        raised: list[type] = []

        def other() -> None:
            for act in (pin.transfer, pin.unpin, pin.close, store.gc):
                try:
                    act()
                except ReentrancyError as error:
                    raised.append(type(error))

        in_a_call(store, lambda: greenlet.greenlet(other).switch())
        assert raised == [ReentrancyError] * 4
        assert pin.value is store

    def test_not_by_a_greenlet_that_was_left_inside(self) -> None:
        greenlet = pytest.importorskip("greenlet")
        store = wasmtime.Store()
        main = greenlet.getcurrent()

        def leave() -> None:
            main.switch("inside")

        found = exports(
            store,
            '(module (import "" "" (func)) (func (export "run") (call 0)))',
            host(store, leave),
        )
        pin = Pinned(store)
        inside = greenlet.greenlet(lambda: found["run"](pin))
        assert inside.switch() == "inside"
        for act in (pin.transfer, pin.unpin, pin.close):
            with pytest.raises(ReentrancyError):
                act()
        inside.switch()
        assert pin.unpin() is store


def test_handles_in_a_landed_bundle_work_at_once(elsewhere: Elsewhere) -> None:
    store = wasmtime.Store()
    instance = wasmtime.Instance(
        store,
        wasmtime.Module(
            store.engine,
            """(module (import "" "" (func (result i32))) (memory (export "memory") 1)
              (func (export "run") (result i32) call 0))""",
        ),
        [host(store, lambda: 42, results=[I32])],
    )
    found: Any = instance.exports(store)
    bundle = {"store": store, "run": found["run"], "memory": found["memory"], "all": instance}
    token = Pinned(bundle).transfer()

    def work() -> Any:
        with token.land() as pin:
            got = pin.value
            got["memory"].write(got["store"], b"hi")
            return (
                got["run"](got["store"]),
                bytes(got["memory"].read(got["store"], 0, 2)),
                got["all"].exports(got["store"])["run"](got["store"]),
            )

    assert elsewhere.run(work) == (42, b"hi", 42)
    with pytest.raises(ClosedError):
        found["run"](store)
