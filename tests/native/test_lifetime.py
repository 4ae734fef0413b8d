"""A store is freed once, when nobody refers to it any more, cycles or not (R3, R4, V2)."""

from __future__ import annotations

import contextlib
import copy
import gc
import sys
import threading
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from safestore import (
    Config,
    Engine,
    FuncType,
    Limits,
    Linker,
    Memory,
    MemoryType,
    Module,
    Store,
)
from safestore.errors import MisuseError
from safestore.native import owned
from safestore.native.library import ffi, lib
from safestore.ownership.borrow import BORROWS

from .alone import run_alone
from .guests import exports, host, writer

CALLS = """(module (import "" "" (func)) (func (export "run") call 0))"""


class Counting:
    """A count of what became of each native store, by its address."""

    def __init__(self) -> None:
        self.made: Counter[int] = Counter()
        self.freed: Counter[int] = Counter()

    def make(self, *arguments: Any) -> Any:
        pointer = lib.wasmtime_store_new(*arguments)
        self.made[_address(pointer)] += 1
        return pointer

    def free(self, pointer: Any) -> None:
        self.freed[_address(pointer)] += 1
        assert self.freed[_address(pointer)] <= self.made[_address(pointer)], "freed twice"
        lib.wasmtime_store_delete(pointer)

    @property
    def alive(self) -> int:
        return self.made.total() - self.freed.total()


def _address(pointer: Any) -> int:
    return int(ffi.cast("uintptr_t", pointer))


class Patched:
    """The library with some functions of another."""

    def __init__(self, **functions: Any) -> None:
        self.__dict__.update(functions)

    def __getattr__(self, name: str) -> Any:
        return getattr(lib, name)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counting]:
    gc.collect()
    counted = Counting()
    monkeypatch.setattr("safestore.native.store.lib", Patched(wasmtime_store_new=counted.make))
    monkeypatch.setitem(owned._KINDS, "store", ("wasmtime_store_t", counted.free))
    yield counted
    gc.collect()
    assert counted.alive == 0
    assert counted.made == counted.freed


@contextlib.contextmanager
def no_collector() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def test_dropping_the_last_reference_frees_at_once(counting: Counting) -> None:
    with no_collector():
        store = Store()
        guest = exports(store, CALLS, host(store, lambda: None))
        guest["run"](store)
        assert counting.alive == 1
        del store
        assert counting.alive == 0
        del guest


def test_closing_frees_at_once_and_once(counting: Counting) -> None:
    store = Store()
    store.close()
    assert counting.alive == 0
    store.close()
    store.close()
    del store


def test_the_end_of_a_with_block_frees(counting: Counting) -> None:
    with Store() as store:
        assert counting.alive == 1
    assert counting.alive == 0
    store.close()


def test_many_that_close_at_once_free_it_once(counting: Counting) -> None:
    for _ in range(30):
        store = Store()
        ready = threading.Barrier(4)

        def close(store: Store = store, ready: threading.Barrier = ready) -> None:
            ready.wait()
            with contextlib.suppress(MisuseError):
                store.close()

        threads = [threading.Thread(target=close) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert counting.alive == 0


def test_no_second_owner_can_be_made(counting: Counting) -> None:
    store = Store()
    for make in (copy.copy, copy.deepcopy):
        with contextlib.suppress(TypeError):
            twin = make(store)
            assert twin is store
    with pytest.raises(TypeError):
        store.__init__()  # type: ignore[misc]
    assert counting.alive == 1
    store.close()


def test_a_store_that_was_never_made_frees_nothing(counting: Counting) -> None:
    with pytest.raises(TypeError):
        Store("no engine")  # type: ignore[arg-type]
    Store.__new__(Store).close()
    assert counting.made.total() == 0


@pytest.mark.parametrize("close", [True, False])
def test_a_view_keeps_the_memory_until_it_goes(counting: Counting, close: bool) -> None:
    with no_collector():
        store = Store()
        memory = Memory(store, MemoryType(Limits(1, 1)))
        memory.write(store, b"hello")
        array = memory.get_buffer_ptr(store, 5)
        if close:
            store.close()
        del store, memory
        assert counting.alive == 1
        assert bytes(array) == b"hello"
        del array
        assert counting.alive == 0


def test_a_store_closed_in_a_callback_of_another_is_freed_at_once(counting: Counting) -> None:
    outer, other = Store(), Store()
    exports(outer, CALLS, host(outer, other.close))["run"](outer)
    assert counting.alive == 1
    outer.close()


def test_the_last_reference_may_go_in_its_own_callback(counting: Counting) -> None:
    # The call that runs has one of its own.
    held: list[Store] = [Store()]
    seen: list[int] = []

    def let_go() -> None:
        held.clear()
        gc.collect()
        seen.append(counting.alive)

    run = exports(held[0], CALLS, host(held[0], let_go))["run"]
    run(held[0])
    assert seen == [1]


class Owner:
    """Something that refers to a store and to which the store refers."""

    store: Store
    more: Any = None


def _by_closure(owner: Owner) -> None:
    owner.store = Store()
    owner.more = exports(owner.store, CALLS, host(owner.store, lambda: owner.store.data()))
    owner.more["run"](owner.store)


def _by_method(owner: Owner) -> None:
    owner.store = Store()
    owner.more = exports(owner.store, CALLS, host(owner.store, owner.__repr__, access_caller=False))


def _by_data(owner: Owner) -> None:
    owner.store = Store(data=owner)


def _by_externref(owner: Owner) -> None:
    owner.store = Store()
    owner.more = exports(
        owner.store,
        """(module
          (global $kept (mut externref) (ref.null extern))
          (func (export "keep") (param externref) (global.set $kept (local.get 0))))""",
    )
    owner.more["keep"](owner.store, owner)


def _by_linker(owner: Owner) -> None:
    engine = Engine()
    owner.store = Store(engine)
    linker = Linker(engine)
    linker.define_func("", "", FuncType([], []), lambda: owner.more)
    owner.more = linker, linker.instantiate(owner.store, Module(engine, CALLS))


def _by_output(owner: Owner) -> None:
    written: list[object] = []
    owner.store, owner.more = writer(lambda _data: written.append(owner))
    owner.more["write"](owner.store)
    assert written == [owner]


def _by_view(owner: Owner) -> None:
    owner.store = Store(data=owner)
    owner.more = Memory(owner.store, MemoryType(Limits(1, 1))).get_buffer_ptr(owner.store)


def _by_movable_view(owner: Owner) -> None:
    config = Config()
    config.memory_reservation = 0
    config.memory_may_move = True
    owner.store = Store(Engine(config), owner)
    memory = Memory(owner.store, MemoryType(Limits(1, None)))
    owner.more = memory.get_buffer_ptr(owner.store), memory.view(owner.store).__enter__()


def _by_trap(owner: Owner) -> None:
    owner.store = Store()

    def fail() -> None:
        raise ValueError(owner)

    guest = exports(owner.store, CALLS, host(owner.store, fail))
    try:
        guest["run"](owner.store)
    except ValueError as error:
        owner.more = error


CYCLES = [
    _by_closure,
    _by_method,
    _by_data,
    _by_externref,
    _by_linker,
    _by_output,
    _by_view,
    _by_movable_view,
    _by_trap,
]


@pytest.mark.parametrize("tie", CYCLES, ids=lambda tie: tie.__name__.removeprefix("_by_"))
def test_a_store_in_a_cycle_is_collected(counting: Counting, tie: Callable[[Owner], None]) -> None:
    borrows = len(BORROWS)
    owner = Owner()
    tie(owner)
    assert counting.alive == 1
    gone = weakref.ref(owner)
    del owner
    gc.collect()
    assert gone() is None
    assert counting.alive == 0
    assert len(BORROWS) == borrows


@pytest.mark.parametrize("tie", CYCLES, ids=lambda tie: tie.__name__.removeprefix("_by_"))
def test_a_cycle_may_be_collected_on_another_thread(
    counting: Counting, tie: Callable[[Owner], None]
) -> None:
    owner = Owner()
    tie(owner)
    gone = weakref.ref(owner)
    del owner
    thread = threading.Thread(target=gc.collect)
    thread.start()
    thread.join()
    assert gone() is None
    assert counting.alive == 0


def test_a_kept_function_keeps_no_store(counting: Counting) -> None:
    with no_collector():
        store = Store()
        run = exports(store, CALLS, host(store, lambda: None))["run"]
        memory = Memory(store, MemoryType(Limits(1, 1)))
        del store
        assert counting.alive == 0
        del run, memory


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(
    ("how", "stores"), [("close", 10_000), ("drop", 10_000), ("cycle", 10_000), ("busy", 3_000)]
)
def test_many_stores_leave_the_memory_flat(how: str, stores: int) -> None:
    print(run_alone("many_stores", how, str(stores)))
