"""Keys of threads: one a thread, never recycled, and the generation of the process."""

from __future__ import annotations

import gc
import threading
import weakref

from safestore.ownership.region import Region
from safestore.ownership.thread import Thread, here, process_generation

from .elsewhere import Elsewhere
from .entering import enter, in_callback


def test_the_key_of_a_thread_is_one_and_its_own(elsewhere: Elsewhere) -> None:
    mine = here.thread
    assert here.thread is mine
    theirs = elsewhere.run(lambda: here.thread)
    assert theirs is elsewhere.run(lambda: here.thread)
    assert theirs is not mine
    assert here.thread is mine


def test_a_key_knows_its_thread(elsewhere: Elsewhere) -> None:
    key = elsewhere.run(lambda: here.thread)
    assert key.ident == elsewhere.ident
    assert key.name == "elsewhere"
    assert repr(key) == f"<Thread elsewhere ({elsewhere.ident})>"
    assert key.stack_low is None


def test_a_new_thread_is_in_no_callback(elsewhere: Elsewhere) -> None:
    def fresh() -> bool:
        return here.entrant is here.thread and here.greenlet is None and here.raised is None

    in_here: list[bool] = []
    in_callback(lambda: in_here.append(elsewhere.run(fresh)))
    assert in_here == [True]


def test_keys_are_never_recycled_though_idents_are() -> None:
    # One ended thread after another: the system hands the same ident out again.
    keys: list[Thread] = []
    idents: set[int] = set()

    def note() -> None:
        keys.append(here.thread)
        idents.add(threading.get_ident())

    for _ in range(100):
        thread = threading.Thread(target=note)
        thread.start()
        thread.join()
        if len(idents) < len(keys):
            break
    assert len(idents) < len(keys), "this system recycles no idents: the test shows nothing"
    assert len({id(key) for key in keys}) == len(keys)


def test_a_region_takes_no_later_thread_for_an_ended_one() -> None:
    fitted: list[int] = []
    region = Region("Store", lambda _region, _nested: fitted.append(threading.get_ident()))
    threads = 20
    for _ in range(threads):
        thread = threading.Thread(target=enter, args=(region,))
        thread.start()
        thread.join()
    assert len(fitted) == threads


def test_the_key_of_an_ended_thread_goes_when_nobody_remembers_it() -> None:
    kept: list[weakref.ref[Thread]] = []
    thread = threading.Thread(target=lambda: kept.append(weakref.ref(here.thread)))
    thread.start()
    thread.join()
    gc.collect()
    assert kept[0]() is None


def test_a_region_remembers_the_key_of_an_ended_thread() -> None:
    region = Region("Store")
    thread = threading.Thread(target=enter, args=(region,))
    thread.start()
    thread.join()
    gc.collect()
    assert isinstance(region.last, Thread)
    assert region.last is not here.thread


def test_the_generation_stays_within_a_process() -> None:
    assert process_generation() == process_generation()
    assert Region("Store").generation == process_generation()


def test_a_thread_has_ended_when_it_was_joined() -> None:
    keys: list[Thread] = []
    go, gone = threading.Event(), threading.Event()

    def live() -> None:
        keys.append(here.thread)
        gone.set()
        go.wait()

    thread = threading.Thread(target=live)
    thread.start()
    gone.wait()
    assert not keys[0].ended
    go.set()
    thread.join()
    assert keys[0].ended
    assert not here.thread.ended


def test_every_ended_thread_has_ended_at_its_join() -> None:
    for _ in range(100):
        keys: list[Thread] = []
        thread = threading.Thread(target=lambda keys=keys: keys.append(here.thread))
        thread.start()
        thread.join()
        assert keys[0].ended


def test_remembering_a_key_does_not_keep_its_thread_alive() -> None:
    keys: list[Thread] = []

    def hold_on() -> None:
        local.own = here.thread
        keys.append(here.thread)

    local = threading.local()
    thread = threading.Thread(target=hold_on)
    thread.start()
    thread.join()
    gc.collect()
    assert keys[0].ended
