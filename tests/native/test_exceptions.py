"""What a host function raises reaches exactly the call that caused it (C2)."""

from __future__ import annotations

import asyncio
import gc
import sys
import traceback
import weakref
from collections.abc import Callable
from typing import Any

import pytest

from safestore import Store, Trap, WasmtimeError
from safestore.ownership.thread import here
from tests.ownership.storms import SCALE

from .alone import run_alone
from .guests import exports, host, left_alone, writer

WAT = """(module
  (import "" "numeric" (func $numeric))
  (import "" "reference" (func $reference (param externref)))
  (func (export "numeric") (call $numeric))
  (func (export "reference") (param externref) (call $reference (local.get 0)))
  (func (export "trap") unreachable) (func (export "fine"))
  (func (export "both") (call $numeric) (call $numeric)))"""


class Odd(BaseException):
    """No Exception."""


RAISED = [
    ValueError("mine"),
    KeyError("mine"),
    StopIteration("mine"),
    StopAsyncIteration("mine"),
    GeneratorExit("mine"),
    KeyboardInterrupt("mine"),
    SystemExit(3),
    asyncio.CancelledError("mine"),
    Odd("mine"),
    MemoryError("mine"),
    RecursionError("mine"),
    WasmtimeError("mine"),
    Trap("mine"),
]


class Raising:
    """A store with host functions that raise what they are told to."""

    def __init__(self) -> None:
        self.store = Store()
        self.raises: BaseException = ValueError()
        self.guest = exports(
            self.store,
            WAT,
            host(self.store, self.fail),
            host(self.store, lambda _it: self.fail(), "externref"),
        )

    def fail(self) -> None:
        raise self.raises

    def call(self, name: str) -> None:
        self.guest[name](self.store, *(["it"] if name == "reference" else []))


def names(error: BaseException) -> list[str]:
    return [frame.name for frame in traceback.extract_tb(error.__traceback__)]


@pytest.mark.parametrize("error", RAISED, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("name", ["numeric", "reference"])
def test_it_is_the_very_object(error: BaseException, name: str) -> None:
    raising = Raising()
    raising.raises = error
    with pytest.raises(type(error)) as caught:
        raising.call(name)
    assert caught.value is error
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
    assert here.raised is None
    left_alone(raising.store)


@pytest.mark.parametrize("name", ["numeric", "reference"])
def test_the_traceback_leads_from_the_call_to_the_raise(name: str) -> None:
    raising = Raising()
    with pytest.raises(ValueError) as caught:
        raising.call(name)
    found = names(caught.value)
    assert found[-1] == "fail"
    assert found.index("call") < found.index("fail")


def test_a_cause_and_a_context_stay() -> None:
    raising = Raising()
    cause, context = KeyError("cause"), IndexError("context")

    def fail() -> None:
        try:
            raise context
        except IndexError:
            raise ValueError("mine") from cause

    raising.fail = fail  # type: ignore[method-assign]
    guest = exports(
        raising.store,
        """(module (import "" "" (func)) (func (export "run") call 0))""",
        host(raising.store, fail),
    )
    with pytest.raises(ValueError, match="mine") as caught:
        guest["run"](raising.store)
    assert caught.value.__cause__ is cause
    assert caught.value.__context__ is context


def test_the_guest_does_not_go_on() -> None:
    raising = Raising()
    calls: list[int] = []

    def fail() -> None:
        calls.append(1)
        raise ValueError

    raising.guest = exports(
        raising.store,
        WAT,
        host(raising.store, fail),
        host(raising.store, lambda _it: None, "externref"),
    )
    with pytest.raises(ValueError):
        raising.call("both")
    assert calls == [1]


def test_a_trap_after_an_exception_is_a_trap() -> None:
    raising = Raising()
    for _ in range(3):
        with pytest.raises(ValueError):
            raising.call("numeric")
        with pytest.raises(Trap, match="unreachable") as caught:
            raising.call("trap")
        assert caught.value.__context__ is None


def test_an_exception_through_two_stores_is_one() -> None:
    inner, outer = Raising(), Raising()

    def through() -> None:
        inner.call("numeric")

    guest = exports(
        outer.store,
        """(module (import "" "" (func)) (func (export "run") call 0))""",
        host(outer.store, through),
    )
    with pytest.raises(ValueError) as caught:
        guest["run"](outer.store)
    assert caught.value is inner.raises
    found = names(caught.value)
    assert found.count("through") == 1
    assert found[-1] == "fail"


def test_an_exception_that_a_host_function_handles_stays_there() -> None:
    inner, outer = Raising(), Raising()
    handled: list[BaseException] = []

    def handles() -> None:
        with pytest.raises(ValueError) as caught:
            inner.call("numeric")
        handled.append(caught.value)
        with pytest.raises(Trap):
            inner.call("trap")

    guest = exports(
        outer.store,
        """(module (import "" "" (func)) (func (export "run") call 0))""",
        host(outer.store, handles),
    )
    guest["run"](outer.store)
    assert handled == [inner.raises]


def test_an_exception_that_replaces_another_has_it_as_context() -> None:
    inner, outer = Raising(), Raising()
    inner.raises = KeyError("inner")

    def replaces() -> None:
        try:
            inner.call("numeric")
        except KeyError:
            raise IndexError("outer")  # noqa: B904 - the context is the point

    guest = exports(
        outer.store,
        """(module (import "" "" (func)) (func (export "run") call 0))""",
        host(outer.store, replaces),
    )
    with pytest.raises(IndexError) as caught:
        guest["run"](outer.store)
    assert caught.value.__context__ is inner.raises


def from_a_finalizer(inside: Callable[[], None]) -> Any:
    class Dying:
        def __del__(self) -> None:
            inside()

    return Dying()


def test_calls_made_while_an_exception_is_on_its_way_have_their_own() -> None:
    # The finalizer runs when the host function's frame goes: its exception is raised by then, and
    # the call that gets it has not returned.
    on_its_way, other = Raising(), Raising()
    seen: list[str] = []

    def calls() -> None:
        for name, kind in (("trap", Trap), ("numeric", KeyError)):
            try:
                other.call(name)
            except BaseException as error:
                seen.append(type(error).__name__)
                assert type(error) is kind
                assert error.__context__ is None or type(error.__context__) is ValueError

    other.raises = KeyError("other")

    def fail() -> None:
        dying = from_a_finalizer(calls)
        try:
            raise ValueError("on its way")
        finally:
            # Reachable from nothing but the frame.
            dying = dying, here

    guest = exports(
        on_its_way.store,
        """(module (import "" "" (func)) (func (export "run") call 0))""",
        host(on_its_way.store, fail),
    )
    with pytest.raises(ValueError, match="on its way") as caught:
        guest["run"](on_its_way.store)
    del caught
    gc.collect()
    assert seen == ["Trap", "KeyError"]


def test_an_exception_on_its_way_is_not_that_of_a_call_made_meanwhile() -> None:
    # What a signal handler finds that runs between the end of a host function and that of the call
    # that gets its exception.
    other = Raising()
    on_its_way = here.raised = ValueError("on its way")
    try:
        for name, raised in (("trap", Trap), ("numeric", KeyError), ("reference", KeyError)):
            other.raises = KeyError("other")
            with pytest.raises(raised):
                other.call(name)
            assert here.raised is on_its_way
        other.guest["fine"](other.store)
        assert here.raised is on_its_way
    finally:
        here.raised = None


def test_a_handled_exception_keeps_nothing_alive() -> None:
    raising = Raising()
    raising.raises = error = Odd()
    gone = weakref.ref(error)
    try:
        raising.call("numeric")
    except Odd as caught:
        assert caught is error
    raising.raises = ValueError()
    del error
    if sys.version_info < (3, 11):
        gc.collect()
    assert gone() is None


WRITES_AND = """(import "" "bad" (func $bad))
  (func (export "both") (drop (call $write)) (call $bad))
  (func (export "trap") (drop (call $write)) unreachable)
  (func (export "nothing"))"""


def failing_writer(error: BaseException) -> tuple[Store, Any]:
    def fails(_data: bytes) -> None:
        raise error

    return writer(fails, WRITES_AND, bad=lambda store: host(store, lambda: 1 // 0))


@pytest.mark.parametrize("name", ["write", "trap"])
def test_an_output_callbacks_exception_reaches_its_call(name: str) -> None:
    # The guest ignores that a write has failed, and comes to a good end or a bad one.
    error = Odd("mine")
    store, guest = failing_writer(error)
    with pytest.raises(Odd) as caught:
        guest[name](store)
    assert caught.value is error
    assert names(error)[-1] == "fails"
    guest["nothing"](store)
    with pytest.raises(Trap):
        guest["trap"](store)
    left_alone(store)


def test_an_output_callbacks_exception_reaches_no_later_call() -> None:
    # The call ends with something else that a host function raised.
    store, guest = failing_writer(OSError("output's"))
    with pytest.raises(ZeroDivisionError):
        guest["both"](store)
    guest["nothing"](store)
    with pytest.raises(Trap):
        guest["trap"](store)
    left_alone(store)


def test_what_an_output_callback_writes_is_right() -> None:
    written: list[bytes] = []
    store, guest = writer(written.append)
    for _ in range(3):
        assert guest["write"](store) == 0
    assert b"".join(written) == b"hello\n" * 3


def test_two_threads_that_raise_get_their_own() -> None:
    run_alone("raising", str(3_000 * SCALE))
