"""A forked child: another process, another generation, another key (F1)."""

from __future__ import annotations

import os
import sys
import threading
import traceback
import warnings
from collections.abc import Callable

import pytest

from safestore import Pinned, Store
from safestore.errors import ForkedError, LandingError
from safestore.ownership.lock import hold
from safestore.ownership.region import Region
from safestore.ownership.thread import here, process_generation

from .elsewhere import Elsewhere, inside_elsewhere
from .entering import enter, in_callback

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")


def in_child(check: Callable[[], None]) -> None:
    """Run `check` in a forked child; fail when it fails there."""
    with warnings.catch_warnings():
        # 3.12 and later warn of forks beside threads: these are what is tested.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        status = 1
        try:
            check()
            status = 0
        except BaseException:
            traceback.print_exc(file=sys.__stderr__)
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0


def refused(region: Region) -> None:
    assert region.state == "forked"
    for _ in range(2):
        with pytest.raises(ForkedError, match="belongs to the parent process"):
            enter(region)


@pytest.mark.parametrize("used", [False, True])
def test_the_parents_region_is_refused_and_a_new_one_works(used: bool) -> None:
    region = Region("Store")
    if used:
        enter(region)

    def check() -> None:
        refused(region)
        assert hold(region.lock) == (0, 0)
        mine = Region("Store")
        enter(mine)
        assert mine.state == "idle"

    in_child(check)
    enter(region)


def test_a_region_that_another_thread_was_in_is_refused_as_forked(elsewhere: Elsewhere) -> None:
    region = Region("Store")
    with inside_elsewhere(elsewhere, region.acquire, region.release):

        def check() -> None:
            refused(region)
            with pytest.raises(ForkedError):
                region.close()

        in_child(check)


def test_a_region_that_this_thread_is_in_is_refused_as_forked() -> None:
    region = Region("Store")

    def check() -> None:
        refused(region)
        assert hold(region.lock)[1] == 1

    enter(region, lambda: in_child(check))
    enter(region, lambda: in_callback(lambda: in_child(check)))
    assert region.state == "idle"


def test_a_closed_region_stays_closed_in_the_child() -> None:
    region = Region("Store")
    region.close()

    def check() -> None:
        assert region.state == "closed"
        assert region.close() is False

    in_child(check)


def test_closing_in_the_child_marks_the_childs_copy_only() -> None:
    region = Region("Store")

    def check() -> None:
        assert region.close() is True
        assert region.state == "closed"

    in_child(check)
    assert region.state == "idle"
    enter(region)


def test_the_child_has_a_key_and_a_generation_of_its_own() -> None:
    key, generation = here.thread, process_generation()

    def check() -> None:
        assert here.thread is not key
        assert here.entrant is here.thread
        assert here.greenlet is None
        assert here.raised is None
        assert process_generation() != generation
        own = process_generation()
        in_child(lambda: _assert(process_generation() not in (own, generation)))

    in_child(check)
    assert here.thread is key
    assert process_generation() == generation


def test_the_child_is_in_no_callback() -> None:
    in_callback(lambda: in_child(lambda: _assert(here.entrant is here.thread)))


def test_a_fork_on_another_thread(elsewhere: Elsewhere) -> None:
    region = Region("Store")
    enter(region)
    elsewhere.run(in_child, lambda: refused(region))
    enter(region)


def _assert(fact: bool) -> None:
    assert fact


def test_a_token_that_another_thread_was_landing_at_the_fork() -> None:
    landing, go_on = threading.Event(), threading.Event()
    store = Store()

    @store.on_land
    def hook(_: object) -> None:
        landing.set()
        go_on.wait()

    token = Pinned(store).transfer()

    def check() -> None:
        # Nobody is landing it here, and it cannot be tried again.
        with pytest.raises(LandingError, match="belongs to the parent process") as caught:
            token.land()
        assert isinstance(caught.value.__cause__, ForkedError)
        with pytest.raises(ForkedError, match="belongs to the parent process"):
            token.discard()

    lander = threading.Thread(target=lambda: token.land().close())
    lander.start()
    landing.wait()
    try:
        in_child(check)
    finally:
        go_on.set()
        lander.join()
    assert token.landed
