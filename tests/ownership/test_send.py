"""Send: what may go to another thread, and the path to what may not (T4)."""

from __future__ import annotations

import _thread
import asyncio
import collections
import contextlib
import datetime
import functools
import gc
import logging
import queue
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from unittest.mock import Mock

import pytest

from safestore.errors import NotSendError
from safestore.ownership import known as known_types
from safestore.ownership import send
from safestore.ownership.bundle import unpack
from safestore.ownership.send import NotSend, Send, Sync, is_send, refuse_bound

from .boxes import Box, Part
from .elsewhere import Elsewhere

SQLITE = "SQLite refuses it on any thread but its own (see check_same_thread)"


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(":memory:")) as made:
        yield made


@NotSend.register
class Bound:
    """Bound to its thread, its author says."""


class TestMarks:
    def test_by_registration(self) -> None:
        class One:
            pass

        assert is_send(One())
        assert NotSend.register(One) is One
        assert str(is_send(One())).endswith("One: it is marked NotSend")
        assert Send.register(One) is One
        assert is_send(One())
        assert Sync.register(One) is One
        assert is_send(One())

    def test_as_a_decorator_and_as_a_base(self) -> None:
        @NotSend.register
        class Decorated:
            pass

        class Inherits(NotSend):
            pass

        class Sends(Send):
            pass

        class Shared(Sync):
            pass

        assert not is_send(Decorated()) and not is_send(Inherits())
        assert is_send(Sends()) and is_send(Shared())

    def test_the_nearest_word_counts(self) -> None:
        class Base(NotSend):
            pass

        class Derived(Base):
            pass

        assert not is_send(Derived())
        Send.register(Derived)
        assert is_send(Derived()) and not is_send(Base())

        class Further(Derived):
            pass

        assert is_send(Further())

    def test_a_word_that_comes_later_counts_for_subclasses_that_were_asked_about(self) -> None:
        class Base:
            pass

        class Derived(Base):
            pass

        assert is_send(Derived())
        NotSend.register(Base)
        assert not is_send(Derived())

    def test_an_authors_word_is_believed(self, connection: sqlite3.Connection) -> None:
        @Send.register
        class Wrapper:
            def __init__(self) -> None:
                self.connection = connection
                self.bound = Bound()

        assert is_send(Wrapper())
        assert is_send([Wrapper(), {"a": Wrapper()}])

    def test_foreign_classes(self) -> None:
        assert not is_send(datetime.datetime.now(), strict=True)
        Send.register(datetime.datetime)
        try:
            assert is_send(datetime.datetime.now(), strict=True)
        finally:
            send._declared.pop(id(datetime.datetime))
            send._verdicts.clear()

    @pytest.mark.parametrize("wrong", [5, None, "Store", list[int], Bound(), len])
    @pytest.mark.parametrize("mark", [Send, NotSend, Sync])
    def test_what_is_no_class(self, mark: Any, wrong: Any) -> None:
        before = set(send._declared)
        with pytest.raises(TypeError, match="expected a class, got"):
            mark.register(wrong)
        assert set(send._declared) <= before

    def test_classes_go_when_nobody_needs_them(self) -> None:
        def make() -> tuple[weakref.ref[type], int]:
            cls: type = NotSend.register(type("Temporary", (), {}))
            assert not is_send(cls())
            return weakref.ref(cls), id(cls)

        gone, number = make()
        gc.collect()
        assert gone() is None
        assert number not in send._declared and number not in send._verdicts

    def test_classes_that_cannot_be_hashed(self) -> None:
        class Meta(type):
            def __eq__(cls, other: object) -> bool:
                pytest.fail("asked")

        class Unhashable(metaclass=Meta):
            pass

        assert is_send(Unhashable())
        assert is_send([Unhashable()], strict=True)
        NotSend.register(Unhashable)
        assert not is_send(Unhashable())


class TestPaths:
    def test_the_words_for_each_step(self, connection: sqlite3.Connection) -> None:
        class Handler:
            def __init__(self) -> None:
                self.rows = {"main": [0, connection]}

            def on(self) -> None: ...

        check = is_send(functools.partial(Handler().on, 1))
        assert check.path == (
            "its function",
            "self",
            ".rows",
            "['main']",
            "[1]",
            "sqlite3.Connection",
        )
        assert check.reason == SQLITE
        assert str(check) == f"{' -> '.join(check.path)}: {SQLITE}"
        assert not check

    def test_a_closure(self, connection: sqlite3.Connection) -> None:
        def log() -> None:
            connection.execute("")

        assert str(is_send(log)) == f"closure 'connection' -> sqlite3.Connection: {SQLITE}"

    def test_the_nearest_is_found(self) -> None:
        bound = Bound()
        deep: Any = bound
        for _ in range(50):
            deep = [deep]
        assert len(is_send([deep, {"here": bound}]).path) == 3

    def test_a_good_answer(self) -> None:
        check = is_send([1, "two", (3.0, {"four": None})])
        assert check
        assert str(check) == "may be sent to another thread"
        assert check == ((), "", "")

    def test_cycles_end(self) -> None:
        ring: list[Any] = []
        ring.append(ring)
        assert is_send(ring)
        ring.append({"x": Bound()})
        assert is_send(ring).path[:2] == ("[1]", "['x']")

    def test_too_much_to_look_at(self) -> None:
        many: list[Any] = [object() for _ in range(send.LIMIT + 1)]
        many.append(Bound())
        assert is_send(many)
        strict = is_send([[] for _ in range(send.LIMIT + 1)], strict=True)
        assert f"more than {send.LIMIT} objects" in strict.reason


def bound_things() -> dict[str, Any]:
    """What is known to be bound to its thread, and how it is said."""
    return {
        "_thread._local": threading.local(),
        "_thread.lock": _held(threading.Lock()),
        "_thread.RLock": _held(threading.RLock()),
        "asyncio": asyncio.new_event_loop(),
    }


def _held(lock: Any) -> Any:
    lock.acquire()
    return lock


class TestKnownTypes:
    def test_sqlite(self, connection: sqlite3.Connection) -> None:
        class Mine(sqlite3.Connection):
            def cursor(self, *args: Any) -> Any:
                pytest.fail("asked")

        assert is_send(connection).reason == SQLITE
        with contextlib.closing(sqlite3.connect(":memory:", factory=Mine)) as mine:
            assert is_send(mine).reason == SQLITE
        assert is_send(connection.execute("select 1")).path[-1] == "sqlite3.Connection"
        assert is_send(connection.execute).path == ("self", "sqlite3.Connection")
        with contextlib.closing(sqlite3.connect(":memory:", check_same_thread=False)) as free:
            assert is_send(free)
            assert is_send(free.execute("select 1"))

    def test_a_connection_that_cannot_be_asked(
        self, connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def start(*_: object) -> None:
            raise RuntimeError("can't start new thread")

        monkeypatch.setattr(known_types, "start_new_thread", start)
        assert "no thread could be started" in is_send(connection).reason

    def test_a_closed_connection_is_as_bound_as_before(self) -> None:
        made = sqlite3.connect(":memory:")
        made.close()
        assert is_send(made).reason == SQLITE

    def test_thread_locals(self) -> None:
        class Mine(threading.local):
            pass

        for local in (threading.local(), Mine()):
            assert "something else on each thread" in is_send([local]).reason

    def test_locks(self, elsewhere: Elsewhere) -> None:
        for lock in (threading.Lock(), threading.RLock(), _thread.allocate_lock()):
            assert is_send(lock)
            with lock:
                assert "held" in is_send({"lock": lock}).reason
            assert is_send(lock)
        lock = threading.RLock()
        elsewhere.run(lock.acquire)
        assert is_send(lock), "another thread's hold is no matter of this one"
        elsewhere.run(lock.release)

    def test_event_loops_and_what_hangs_on_them(self) -> None:
        async def work() -> None:
            loop = asyncio.get_running_loop()
            task = asyncio.current_task()
            event = asyncio.Event()
            for bound in (loop, task, loop.create_future(), loop.call_soon(len, ())):
                assert not is_send([bound]), bound
                assert "event loop" in is_send([bound]).reason
            assert is_send(event), "an event is bound to a loop when it is first waited for"
            reader = asyncio.StreamReader()
            assert not is_send(reader)

        asyncio.run(work())

    def test_generators(self) -> None:
        seen: list[Any] = []

        def generate() -> Iterator[int]:
            local = seen
            seen.append(is_send(made))
            yield len(local)

        made = generate()
        assert is_send(made)
        next(made)
        assert seen[0].reason == "it is running on this thread"
        assert is_send(made)
        seen[0] = Bound()
        assert is_send(made).path[0] in ("local 'local'", "local 'seen'")

    def test_coroutines(self) -> None:
        async def inner() -> None:
            await asyncio.sleep(0)

        async def outer() -> None:
            await inner()

        made = outer()
        assert is_send(made), "it has not begun"
        made.send(None)
        assert "suspended" in is_send(made).reason
        made.close()

    def test_greenlets(self) -> None:
        greenlet = pytest.importorskip("greenlet")
        assert is_send(greenlet.greenlet(len)).reason == "a greenlet stays on its thread"

    def test_what_is_made_to_be_shared(self) -> None:
        waiting: queue.Queue[Any] = queue.Queue()
        waiting.put(threading.local())
        with ThreadPoolExecutor(1) as pool:
            for shared in (
                waiting,
                queue.SimpleQueue(),
                threading.Event(),
                threading.Condition(),
                threading.Semaphore(),
                threading.Barrier(2),
                threading.current_thread(),
                pool,
                Future(),
                logging.getLogger(__name__),
                logging.StreamHandler(),
            ):
                assert is_send(shared), shared

    def test_regions(self) -> None:
        box, other = Box(), Box()
        assert is_send(box).reason == f"it belongs to {box.region}"
        assert "send the token of a transfer" in is_send(box).mend
        assert is_send([Part(other)]).reason == f"it belongs to {other.region}"
        unmade = Box.__new__(Box)
        unmade._region = None
        assert is_send(unmade).reason == "it is marked NotSend"


class TestStrict:
    def test_what_everything_is_seen_of(self) -> None:
        class Plain:
            def __init__(self) -> None:
                self.values = [1, {2: (3,)}]

        class Slotted:
            __slots__ = ("a", "b", "c", "d", "e")

        for known in (Plain(), Slotted(), [], len, functools.partial(len), Mock, KeyError(1)):
            assert is_send(known, strict=True), known

    def test_what_nothing_is_known_of(self) -> None:
        for unknown in (datetime.date.today(), iter([]), memoryview(b"")):
            assert is_send(unknown)
            check = is_send([unknown], strict=True)
            assert check.path == ("[0]", check.path[-1])
            assert "nothing is known of its type" in check.reason
            assert "safestore.Send.register" in check.mend

    def test_known_bound_things_are_bound_either_way(self) -> None:
        things = bound_things()
        for thing in things.values():
            assert not is_send(thing) and not is_send(thing, strict=True)
        things["asyncio"].close()


class TestLiars:
    def test_nothing_of_the_users_runs_and_nothing_is_raised(self) -> None:
        class Dict(dict[str, int]):
            pass

        def asked(*args: Any) -> Any:
            pytest.fail("the user's code was asked")

        names = ("__eq__", "__hash__", "__bool__", "__len__", "__iter__", "__getattr__", "__repr__")
        silent: Any = type(
            "Silent", (), {**dict.fromkeys(names, asked), "__class__": property(asked)}
        )
        kept = Dict()
        proxies = [weakref.proxy(kept), weakref.proxy(Dict())]
        for thing in (silent(), *proxies, Mock(spec=dict), Mock(spec=functools.partial)):
            for strict in (False, True):
                is_send(thing, strict=strict)
                is_send([thing, {"x": thing}], strict=strict)

    def test_a_module_name_that_is_none(self) -> None:
        odd: Any = type("Odd", (), {"__module__": property(lambda self: 1)})
        assert is_send(odd())
        NotSend.register(odd)
        assert "NotSend" in str(is_send(odd()))


class TestRefusing:
    def test_what_moves_along_is_not_asked_about(self) -> None:
        box, other = Box(), Box()
        box._state = {"callback f": lambda: (box, Part(other), other)}
        refuse_bound((box, other), unpack((box, other)), strict=False)
        with pytest.raises(NotSendError, match=r"closure 'other' -> .*which does not move along"):
            refuse_bound(box, unpack(box), strict=False)

    def test_the_message_says_what_and_how_to_mend_it(self) -> None:
        box = Box(**{"callback env.log": functools.partial(print, Bound())})
        with pytest.raises(NotSendError) as info:
            refuse_bound(box, unpack(box), strict=False)
        message = str(info.value)
        assert message.startswith(f"{box.region} cannot be transferred")
        assert "callback env.log -> argument 0 -> tests.ownership.test_send.Bound: it is" in message
        assert "store.on_land" in message and "safestore.Send.register" in message
        assert isinstance(info.value, TypeError)

    def test_what_the_user_put_on_it(self) -> None:
        box = Box()
        box.extra = {"deep": Bound()}  # type: ignore[attr-defined]
        with pytest.raises(NotSendError, match=r"along: \.extra -> \['deep'\] -> "):
            refuse_bound(box, unpack(box), strict=False)
        with pytest.raises(NotSendError, match=r"along: \.extra -> "):
            refuse_bound((box, 1), unpack((box, 1)), strict=False)

    def test_strict(self) -> None:
        box = Box(data=iter([]))
        refuse_bound(box, unpack(box), strict=False)
        with pytest.raises(NotSendError, match=r"data -> list_iterator: nothing is known of its"):
            refuse_bound(box, unpack(box), strict=True)

    def test_hooks_travel_too(self) -> None:
        box, bound = Box(), Bound()
        box.on_land(lambda pin: bound)
        with pytest.raises(NotSendError, match=r"along: hook of on_land -> closure 'bound' -> "):
            refuse_bound(box, unpack(box), strict=False)

    def test_ordered_and_counted(self) -> None:
        assert is_send(collections.Counter("abc"))
        assert is_send(collections.OrderedDict(a=1))
        assert is_send(collections.ChainMap({"a": Bound()})).path[:2] == (".maps", "[0]")
