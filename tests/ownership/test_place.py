"""Where something happened, as messages tell it."""

from __future__ import annotations

import gc
import sys
import threading
from _thread import start_new_thread
from functools import partial
from itertools import islice
from queue import SimpleQueue

import pytest

from safestore.ownership.place import Place, place_of_caller, place_of_thread
from safestore.ownership.region import Region
from safestore.ownership.thread import thread_name

from .elsewhere import Elsewhere
from .entering import enter


def test_the_place_of_the_caller_is_the_first_frame_outside_of_the_package() -> None:
    line = sys._getframe().f_lineno + 1
    found = Region("Store").made_at
    code = sys._getframe().f_code
    assert (found.code, found.line, found.thread) == (code, line, "MainThread")
    assert str(found) == f"at test_place.py:{line} on MainThread"


def test_a_direct_call_tells_its_own_place() -> None:
    assert place_of_caller().code is sys._getframe().f_code


def test_the_place_of_another_thread_is_where_it_is() -> None:
    asked, answered = threading.Event(), threading.Event()

    def wait_here() -> None:
        asked.set()
        answered.wait()

    waiting = threading.Thread(target=wait_here, name="waiting")
    waiting.start()
    asked.wait()
    assert waiting.ident is not None
    found = place_of_thread(waiting.ident)
    answered.set()
    waiting.join()
    assert found.thread == "waiting"
    assert found.code is not None


def test_the_place_of_a_thread_inside_is_where_it_called_in(elsewhere: Elsewhere) -> None:
    region = Region("Store", lambda _region, _nested: found.append(elsewhere.run(look)))
    found: list[Place] = []
    ident = threading.get_ident()

    def look() -> Place:
        return place_of_thread(ident)

    enter(region)
    # `enter` is outside of the package, and called `prepare`, which is inside.
    assert found[0].code is enter.__code__
    assert found[0].thread == "MainThread"


def test_an_unknown_thread_has_a_place_too() -> None:
    found = place_of_thread(0)
    assert (found.code, found.line) == (None, 0)
    assert str(found) == "on thread 0"


def test_a_thread_has_its_name() -> None:
    assert thread_name(threading.get_ident()) == threading.current_thread().name
    assert thread_name(-1) == "thread -1"


def test_a_thread_with_no_frame_outside_of_the_package_has_a_place_too() -> None:
    # Called from C: `list` runs through the iterators on a thread that Python did not start.
    answers: SimpleQueue[Region] = SimpleQueue()
    once = islice(iter(partial(Region, "Store"), None), 1)
    start_new_thread(list, (map(answers.put, once),))
    found = answers.get().made_at
    assert (found.code, found.line) == (None, 0)
    assert str(found).startswith("on thread ")


def test_no_collection_runs_while_the_frames_of_threads_are_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[bool] = []
    listed = sys._current_frames

    def look() -> object:
        seen.append(gc.isenabled())
        return listed()

    monkeypatch.setattr(sys, "_current_frames", look)
    place_of_thread(threading.get_ident())
    assert seen == [sys.version_info >= (3, 12)]
    assert gc.isenabled()
