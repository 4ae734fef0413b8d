"""Each type that is known of: bound to its thread, or made to be shared."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from types import MappingProxyType
from typing import Any

import pytest

from safestore.errors import NotSendError
from safestore.ownership import known
from safestore.ownership.bundle import unpack
from safestore.ownership.known import is_shared, is_transparent, judge_of
from safestore.ownership.pinned import Pinned
from safestore.ownership.send import NotSend, is_send, refuse_bound

from .boxes import Box

BOUND = [
    "sqlite3.Blob",
    "_thread._local",
    "asyncio.events.AbstractEventLoop",
    "_asyncio.Future",
    "asyncio.futures.Future",
    "asyncio.events.Handle",
    "asyncio.transports.BaseTransport",
    "asyncio.streams.StreamReader",
    "asyncio.streams.StreamWriter",
    "greenlet.greenlet",
    "trio._core._run.Task",
    "trio._core._run.Nursery",
    "trio._core._run.CancelScope",
    "tkinter.Misc",
    "_tkinter.tkapp",
    "safestore.ownership.pinned.Pinned",
    "safestore.objects.caller.Caller",
    "safestore.objects.store_context.StoreContext",
    "safestore.objects.linker.Linker",
    "safestore.component._linker._Part",
    "safestore.objects.view.MemoryView",
]
SHARED = [
    "decimal.Decimal",
    "re.Pattern",
    "builtins.method_descriptor",
    "builtins.wrapper_descriptor",
    "threading.Thread",
    "threading.Condition",
    "threading.Event",
    "threading.Semaphore",
    "threading.Barrier",
    "queue.Queue",
    "_queue.SimpleQueue",
    "concurrent.futures._base.Executor",
    "concurrent.futures._base.Future",
    "logging.Logger",
    "logging.Manager",
    "logging.Handler",
    "threading.Timer",
    "threading._MainThread",
    "threading._DummyThread",
    "threading.BoundedSemaphore",
    "queue.LifoQueue",
    "queue.PriorityQueue",
    "concurrent.futures.thread.ThreadPoolExecutor",
    "concurrent.futures.process.ProcessPoolExecutor",
    "logging.RootLogger",
    "logging.StreamHandler",
    "logging.FileHandler",
    "safestore.ownership.pinned.TransferToken",
]
# Whose objects are asked, each for itself.
ASKED = [
    "sqlite3.Connection",
    "_thread.lock",
    "_thread.RLock",
    "builtins.generator",
    "builtins.async_generator",
    "builtins.coroutine",
]


def called(name: str) -> type:
    """A class of this name: its package need not be installed."""
    module, _, qualified = name.rpartition(".")
    return type(qualified, (), {"__module__": module})


@pytest.mark.parametrize("name", BOUND)
def test_what_is_bound_to_its_thread(name: str) -> None:
    cls = called(name)
    verdict = is_send([cls()])
    assert not verdict
    assert verdict.path[0] == "[0]"
    assert verdict.reason
    assert not is_shared(cls)
    # So are the instances of what is derived from it.
    assert not is_send(type("Derived", (cls,), {})())


@pytest.mark.parametrize("name", SHARED)
def test_what_is_made_to_be_shared(name: str) -> None:
    cls = called(name)
    shared = cls()
    shared.holds = called("sqlite3.Blob")()
    assert is_send(shared, strict=True)
    assert is_shared(cls)
    derived = type("Derived", (cls,), {})
    assert is_send(derived())
    assert not is_shared(derived)


def test_all_that_are_known_are_here() -> None:
    assert sorted([*BOUND, *SHARED, *ASKED]) == sorted(known._KNOWN)


def test_nothing_is_known_of_most() -> None:
    assert judge_of(called("some.where.Else")) is None
    assert not is_shared(called("some.where.Else"))


def run(awaitable: Any) -> object:
    """Run something that awaits nothing, without an event loop."""
    with pytest.raises(StopIteration) as ended:
        awaitable.send(None)
    return ended.value.value


def test_an_asynchronous_generator_is_bound_while_it_runs() -> None:
    seen: list[bool] = []

    async def generate() -> AsyncIterator[None]:
        seen.append(bool(is_send(generator)))
        yield

    generator: Any = generate()
    assert is_send(generator)
    run(generator.__anext__())
    assert is_send(generator)
    run(generator.aclose())
    assert seen == [False]


def test_a_generator_is_bound_while_it_runs() -> None:
    seen: list[bool] = []

    def generate() -> Iterator[None]:
        seen.append(bool(is_send(generator)))
        yield

    generator = generate()
    assert is_send(generator)
    next(generator)
    assert is_send(generator)
    assert seen == [False]


def test_a_coroutine_is_bound_while_it_runs() -> None:
    seen: list[bool] = []

    async def work() -> None:
        seen.append(bool(is_send(coroutine)))

    coroutine = work()
    assert is_send(coroutine)
    run(coroutine)
    assert seen == [False]


def test_a_connection_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[Callable[..., object], tuple[Any, ...]]] = []
    touched: list[object] = []

    class Lock:
        """Lets the thread go on only when somebody waits for it."""

        taken = released = 0

        def acquire(self) -> None:
            self.taken += 1
            if self.taken == 2:
                [(function, arguments)] = started
                function(*arguments)

        def release(self) -> None:
            self.released += 1

    class Module:
        class Connection:
            cursor = touched.append

    connection = called("sqlite3.Connection")()
    lock = Lock()
    monkeypatch.setitem(sys.modules, "sqlite3", Module)  # type: ignore[arg-type]
    monkeypatch.setattr(known, "allocate_lock", lambda: lock)
    monkeypatch.setattr(known, "start_new_thread", lambda *how: started.append(how))
    assert is_send([connection])
    assert touched == [connection]
    assert (lock.taken, lock.released) == (2, 1)


def test_a_connection_that_may_travel_is_not_looked_into() -> None:
    class Connection(sqlite3.Connection):
        pass

    with closing(Connection(":memory:", check_same_thread=False)) as connection:
        connection.holds = called("sqlite3.Blob")()  # type: ignore[attr-defined]
        assert is_send(connection)
        assert not is_send([connection.holds])  # type: ignore[attr-defined]


def test_what_is_known_goes_before_what_is_said() -> None:
    @NotSend.register
    class Connection(sqlite3.Connection):
        pass

    with closing(Connection(":memory:")) as connection:
        assert is_send(connection).reason.startswith("SQLite")


def test_small_types_written_in_c_are_not_seen_through() -> None:
    assert is_send([MappingProxyType({})])
    assert not is_send([MappingProxyType({})], strict=True)
    assert is_transparent(type("Plain", (), {}))
    assert is_transparent(type("Slotted", (), {"__slots__": ("one", "two")}))
    assert is_transparent(MappingProxyType) is False


def test_what_moves_along_need_not_be_asked() -> None:
    @NotSend.register
    class Companion:
        def _moves_along(self) -> tuple[object, ...]:
            return ()

        def _host_state(self) -> tuple[()]:
            return ()

    one, box = Companion(), Box()
    refuse_bound((box, one), unpack((box, one)), strict=False)
    with pytest.raises(NotSendError):
        refuse_bound((box, one), unpack(box), strict=False)


def test_a_strict_pin_asks_for_what_is_not_known() -> None:
    for strict in (False, True):
        box = Box(unknown=[MappingProxyType({})])
        pin = Pinned(box, strict=strict)
        if strict:
            with pytest.raises(NotSendError):
                pin.transfer()
        else:
            pin.transfer().discard()
    assert type(pin.unpin()) is Box


def test_what_is_no_class_cannot_be_marked() -> None:
    with pytest.raises(TypeError, match="int"):
        NotSend.register(5)  # type: ignore[type-var]


def test_the_thread_that_asks_keeps_no_connection() -> None:
    kept: list[bool] = []

    class Done:
        def release(self) -> None:
            kept.append("connection" in sys._getframe(1).f_locals)

    known._touch([called("sqlite3.Connection")()], [""], Done())
    assert kept == [False]
