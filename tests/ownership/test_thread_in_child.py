"""What the thread that survives a fork is in the child: a new one, in no callback."""

from __future__ import annotations

import os
import threading

import pytest

from safestore.ownership.lock import hold
from safestore.ownership.place import Place, place_of_thread
from safestore.ownership.thread import NOWHERE, here, process_generation, thread_name

from .test_fork import in_child


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_it_is_in_no_callback() -> None:
    life, thread, generation = here.life, here.thread, process_generation()

    def check() -> None:
        assert here.thread is not thread and here.entrant is here.thread
        assert here.life is not life
        assert here.thread.ended is False
        assert here.greenlet is None and here.raised is None
        assert process_generation() > generation
        child = process_generation()
        in_child(lambda: next_one(child))

    def next_one(before: int) -> None:
        assert process_generation() not in (before, generation)

    here.greenlet, here.raised = object(), KeyError()
    try:
        in_child(check)
    finally:
        here.greenlet = here.raised = None


def test_a_thread_that_nobody_knows_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(threading, "_active")
    assert thread_name(5) == "thread 5"


def test_nowhere_is_no_address() -> None:
    # No activation is there; and a thread's key is no number.
    assert NOWHERE == 0


def test_a_place_without_code_has_no_offset() -> None:
    found = place_of_thread(-1)
    assert isinstance(found, Place)
    assert (found.code, found.offset) == (None, 0)


def test_a_free_lock_is_held_by_nobody() -> None:
    class Released:
        def __repr__(self) -> str:
            return "<unlocked owner=12 count=0>"

    assert hold(Released()) == (0, 0)  # type: ignore[arg-type]
