"""Pins and tokens where a process forks, ends, or collects its garbage (T6, P2, F1, S1)."""

from __future__ import annotations

import gc
import os
import sys
import threading
from typing import Any

import pytest

import safestore as wasmtime
from safestore.errors import ClosedError, LandingError, WrongThreadError
from safestore.ownership.pinned import Pinned
from tests.ownership.boxes import on_ended_thread
from tests.ownership.elsewhere import Elsewhere

from .guests import exports, host, run_program

_WAT = """(module (table (export "table") 2 externref)
  (func (export "run") (result i32) i32.const 7))"""


class TestDroppedTokens:
    def test_the_store_is_closed_with_a_word_about_it(self) -> None:
        store = wasmtime.Store()
        token = Pinned(store).transfer()
        with pytest.warns(ResourceWarning, match=r"was moved at test_pinned_process\.py:\d+ on "):
            del token
        with pytest.raises(ClosedError):
            store.gc()

    @pytest.mark.parametrize("away", [False, True])
    def test_in_a_cycle_with_its_store(self, away: bool, elsewhere: Elsewhere) -> None:
        class Data:
            token: Any

        freed: list[str] = []

        class Held:
            def __del__(self) -> None:
                freed.append(threading.current_thread().name)

        def make() -> Any:
            data = Data()
            store = wasmtime.Store(None, data)
            held = Held()
            host(store, lambda: held and None)
            data.token = Pinned(store).transfer()
            return store._region

        gc.disable()
        try:
            region = make()
            with pytest.warns(ResourceWarning, match="was dropped"):
                (elsewhere.run if away else lambda act: act())(gc.collect)
            gc.collect()
        finally:
            gc.enable()
        assert region.state == "closed"
        assert len(freed) == 1

    def test_with_an_externref_whose_finalizer_uses_the_store(self, elsewhere: Elsewhere) -> None:
        store = wasmtime.Store()
        found = exports(store, _WAT)
        answers: list[type] = []

        class Held:
            def __del__(self) -> None:
                for act in (lambda: found["run"](store), store.gc, store.close):
                    try:
                        act()
                        answers.append(type(None))
                    except Exception as error:
                        answers.append(type(error))

        found["table"].set(store, 0, Held())
        tokens = [Pinned(store).transfer()]
        with pytest.warns(ResourceWarning):
            elsewhere.run(tokens.clear)
        # The memory of the store is freed with the last look at it.
        assert answers == [ClosedError, ClosedError, type(None)]

    def test_inside_a_call_of_another_store(self) -> None:
        outer, inner = wasmtime.Store(), wasmtime.Store()
        tokens = [Pinned(inner).transfer()]
        found = exports(
            outer,
            '(module (import "" "" (func)) (func (export "run") call 0))',
            host(outer, tokens.clear),
        )
        with pytest.warns(ResourceWarning, match="was dropped"):
            found["run"](outer)
        with pytest.raises(ClosedError):
            inner.gc()


class TestGarbage:
    def test_a_foreign_threads_collection_uses_no_pinned_store(self, elsewhere: Elsewhere) -> None:
        """What dies on another thread is refused there, and its number is kept for the owner."""
        store = wasmtime.Store()
        found = exports(store, _WAT)
        pin = Pinned(store)
        raised: list[Any] = []

        class Cycle:
            def __init__(self) -> None:
                self.me = self

            def __del__(self) -> None:
                try:
                    found["run"](pin)
                except Exception as error:
                    raised.append(error)

        gc.disable()
        try:
            Cycle()
            elsewhere.run(gc.collect)
        finally:
            gc.enable()
        assert [type(error) for error in raised] == [WrongThreadError]
        assert found["run"](pin) == 7

    def test_an_externref_that_dies_is_swept_by_the_owner(self, elsewhere: Elsewhere) -> None:
        died: list[str] = []

        class Thing:
            def __del__(self) -> None:
                died.append(threading.current_thread().name)

        store = wasmtime.Store()
        found = exports(store, _WAT)
        found["table"].set(store, 0, Thing())
        pin = elsewhere.run(Pinned(store).transfer().land)
        elsewhere.run(found["table"].set, pin, 0, None)
        # Another store's sweep, here, comes across the number and puts it aside.
        other = wasmtime.Store()
        elsewhere.run(lambda: gc.collect())
        other.gc()
        assert died in ([], ["elsewhere"])
        elsewhere.run(store.gc)
        assert died == ["elsewhere"]

    def test_a_pinned_store_that_nobody_has_any_more(self, elsewhere: Elsewhere) -> None:
        freed: list[int] = []

        class Held:
            def __del__(self) -> None:
                freed.append(1)

        def make() -> list[Any]:
            return [Pinned(wasmtime.Store(None, Held()))]

        pins = make()
        elsewhere.run(pins.clear)
        gc.collect()
        assert freed == [1]


class TestOrphans:
    def test_closed_by_anyone_with_a_warning(self) -> None:
        store = wasmtime.Store()
        on_ended_thread(lambda: Pinned(store))
        with pytest.warns(ResourceWarning, match=r"nor handed on by gone, which has ended"):
            store.close()
        with pytest.raises(ClosedError):
            store.gc()

    def test_used_by_nobody_until_it_is_reclaimed(self) -> None:
        store = wasmtime.Store()
        found = exports(store, _WAT)
        pin = on_ended_thread(lambda: Pinned(store))
        assert "orphaned" in repr(store)
        with pytest.raises(WrongThreadError, match=r"unsafe\.reclaim"):
            found["run"](store)

        def attempt() -> str:
            try:
                found["run"](store)
            except WrongThreadError as error:
                return str(error)
            return "not refused"

        for _ in range(10):
            assert "unsafe.reclaim" in on_ended_thread(attempt)
        again = wasmtime.unsafe.reclaim(pin)
        assert found["run"](again) == 7

    def test_a_daemon_of_ours_that_ended(self) -> None:
        store = wasmtime.Store()
        pins: list[Any] = []
        thread = threading.Thread(target=lambda: pins.append(Pinned(store)), daemon=True)
        thread.start()
        thread.join()
        assert wasmtime.unsafe.reclaim(pins[0]).value is store


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
class TestFork:
    def test_pins_and_tokens_of_the_parent(self) -> None:
        said = run_program(
            """
import gc, os, sys, threading, warnings
warnings.simplefilter("error")
if sys.version_info >= (3, 12):
    warnings.filterwarnings("ignore", category=DeprecationWarning)
import safestore as wasmtime
from safestore.errors import ForkedError, LandingError

store, moved, theirs = wasmtime.Store(), wasmtime.Store(), wasmtime.Store()
pin = wasmtime.Pinned(store)
value = wasmtime.Pinned([1])
token = wasmtime.Pinned(moved).transfer()
orphans = []
thread = threading.Thread(target=lambda: orphans.append(wasmtime.Pinned(theirs)))
thread.start()
thread.join()
child = os.fork()
if child == 0:
    status = 1
    try:
        for act in (
            lambda: pin.value, pin.transfer, pin.unpin, store.gc, moved.gc, theirs.gc,
            lambda: value.value, value.transfer, lambda: wasmtime.unsafe.reclaim(orphans[0]),
        ):
            try:
                act()
            except ForkedError as error:
                assert "belongs to the parent process" in str(error), error
            else:
                raise AssertionError("not refused")
        assert not pin.is_mine() and not value.is_mine()
        try:
            token.land()
        except LandingError as error:
            assert isinstance(error.__cause__, ForkedError), error
        else:
            raise AssertionError("landed")
        for thing in (pin, value, token, store, orphans[0]):
            repr(thing)
        # Marked, and that in silence.
        pin.close()
        value.close()
        orphans[0].close()
        del token, pin
        gc.collect()
        mine = wasmtime.Pinned(wasmtime.Store())
        mine.transfer().land().close()
        status = 0
    finally:
        os._exit(status)
_, status = os.waitpid(child, 0)
assert os.waitstatus_to_exitcode(status) == 0, status
assert pin.value is store and value.value == [1]
assert token.land().value is moved
pin.transfer().discard()
print("well")
"""
        )
        assert said == "well\n"

    def test_a_fork_inside_a_landing(self) -> None:
        said = run_program(
            """
import os, sys, warnings
warnings.simplefilter("error")
import safestore as wasmtime
from safestore.errors import ForkedError, LandingError

store = wasmtime.Store()
@store.on_land
def hook(pin):
    global child
    child = os.fork()
token = wasmtime.Pinned(store).transfer()
try:
    pin = token.land()
except (ForkedError, LandingError):
    os._exit(7)
if child == 0:
    try:
        store.gc()
    except ForkedError:
        os._exit(7)
    os._exit(1)
_, status = os.waitpid(child, 0)
assert os.waitstatus_to_exitcode(status) == 7, status
assert pin.value is store
store.gc()
print("well")
"""
        )
        assert said == "well\n"


class TestExit:
    @pytest.mark.parametrize(
        "left",
        [
            "pin = Pinned(store)",
            "token = Pinned(store).transfer()",
            "store.token = None; store.token = Pinned([store]).transfer()",
            "ring = [Pinned(store).transfer()]; ring.append(ring)",
            "pin = Pinned(store).transfer().land(); store.on_land(lambda pin: None)",
            "import threading; local = threading.local(); local.token = Pinned(store).transfer()",
            "pin = Pinned((store, linker, func))",
            "import atexit; pin = Pinned(store); atexit.register(pin.close)",
            "import atexit; token = Pinned(store).transfer(); atexit.register(token.discard)",
            "threads('pins.append(Pinned(store))')",
            "threads('pins.append(Pinned(store).transfer())')",
            "daemon()",
        ],
    )
    def test_with_something_left(self, left: str) -> None:
        said = run_program(
            f"""
import sys, threading, warnings
import safestore as wasmtime
from safestore import Pinned
sys.unraisablehook = lambda unraisable: print("NOISE", unraisable)
pins = []

def threads(work):
    thread = threading.Thread(target=lambda: exec(work, globals()))
    thread.start()
    thread.join()

def daemon():
    ready = threading.Event()
    def live():
        mine = Pinned(wasmtime.Store())
        token = Pinned(wasmtime.Store()).transfer()
        ready.set()
        threading.Event().wait()
    threading.Thread(target=live, daemon=True).start()
    ready.wait()

store = wasmtime.Store()
linker = wasmtime.Linker(store.engine)
func = wasmtime.Func(store, wasmtime.FuncType([], []), lambda: None)
{left}
"""
        )
        assert said == ""


def test_a_landing_where_the_stack_of_python_ends(elsewhere: Elsewhere) -> None:
    """At every depth it lands, or fails and leaves the token as it was."""
    store = wasmtime.Store()
    tokens = [Pinned(store).transfer()]

    def deep(levels: int) -> Any:
        return tokens[0].land() if levels == 0 else deep(levels - 1)

    def descend() -> int:
        failed = 0
        for levels in range(sys.getrecursionlimit() - 60, sys.getrecursionlimit()):
            try:
                pin = deep(levels)
            except (RecursionError, LandingError):
                failed += 1
                continue
            store.gc()
            tokens[0] = pin.transfer()
        return failed

    assert elsewhere.run(descend) > 5
    assert tokens[0].land().value is store
