"""Sharing: many readers or one changer, and nobody waits (L1)."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from safestore.errors import ReentrancyError, StoreBusyError
from safestore.ownership.lock import NOT_OWNED, hold
from safestore.ownership.sharing import Sharing
from safestore.ownership.thread import here

from .elsewhere import Elsewhere


def nothing() -> None:
    pass


def change(sharing: Sharing, body: Callable[[], object] = nothing) -> None:
    """Run `body` as a change of the thing."""
    try:
        if not sharing.acquire(False):
            sharing.refuse_change()
        sharing.changer = here.thread
        sharing.admit_change()
        body()
    finally:
        try:
            sharing.release()
        except RuntimeError as error:
            if error.args != NOT_OWNED:
                raise


def read(sharing: Sharing, body: Callable[[], object] = nothing) -> None:
    """Run `body` as a use of the thing."""
    token = object()
    try:
        sharing.readers[token] = here.thread
        sharing.admit_reader()
        body()
    finally:
        try:
            sharing.readers.pop(token, None)
        finally:
            pass


def free(sharing: Sharing) -> bool:
    return hold(sharing.lock) == (0, 0) and not sharing.readers


def test_one_changes_and_then_another(elsewhere: Elsewhere) -> None:
    sharing = Sharing("Linker")
    change(sharing)
    elsewhere.run(change, sharing)
    change(sharing)
    assert free(sharing)


def test_many_read_at_once(elsewhere: Elsewhere) -> None:
    sharing = Sharing("Linker")
    counts: list[int] = []

    def inner() -> None:
        elsewhere.run(read, sharing, lambda: counts.append(len(sharing.readers)))

    read(sharing, lambda: read(sharing, inner))
    assert counts == [3]
    assert free(sharing)


def test_a_reader_knows_its_thread(elsewhere: Elsewhere) -> None:
    sharing = Sharing("Linker")
    seen: list[object] = []
    elsewhere.run(read, sharing, lambda: seen.extend(sharing.readers.values()))
    assert seen == [elsewhere.run(lambda: here.thread)]


def test_no_change_while_another_changes(elsewhere: Elsewhere) -> None:
    sharing = Sharing("Linker")

    def refused() -> None:
        with pytest.raises(StoreBusyError, match=r"another thread changes it \(.*MainThread\)"):
            change(sharing)
        assert hold(sharing.lock) == (threading.main_thread().ident, 1)

    change(sharing, lambda: elsewhere.run(refused))
    assert free(sharing)


def test_no_change_while_another_reads(elsewhere: Elsewhere) -> None:
    sharing = Sharing("Linker")

    def refused() -> None:
        with pytest.raises(StoreBusyError, match=r"another thread uses it \(.*MainThread\)"):
            change(sharing)
        assert hold(sharing.lock) == (0, 0)
        assert len(sharing.readers) == 1

    read(sharing, lambda: elsewhere.run(refused))
    change(sharing)
    assert free(sharing)


def test_no_read_while_another_changes(elsewhere: Elsewhere) -> None:
    sharing = Sharing("Linker")

    def refused() -> None:
        with pytest.raises(StoreBusyError, match=r"another thread changes it \(.*MainThread\)"):
            read(sharing)
        assert not sharing.readers
        assert hold(sharing.lock) == (threading.main_thread().ident, 1)

    change(sharing, lambda: elsewhere.run(refused))
    elsewhere.run(read, sharing)
    assert free(sharing)


def test_who_changed_last_is_in_nobodys_way(elsewhere: Elsewhere) -> None:
    sharing = Sharing("Linker")
    change(sharing)
    elsewhere.run(read, sharing)
    elsewhere.run(change, sharing)
    read(sharing)
    assert free(sharing)


def test_who_changed_last_does_not_read_while_another_changes(elsewhere: Elsewhere) -> None:
    sharing = Sharing("Linker")
    elsewhere.run(change, sharing)

    def refused() -> None:
        with pytest.raises(StoreBusyError):
            read(sharing)

    change(sharing, lambda: elsewhere.run(refused))
    assert free(sharing)


def test_no_change_inside_a_change() -> None:
    sharing = Sharing("Linker")

    def nested() -> None:
        with pytest.raises(ReentrancyError, match="cannot be changed while it is being changed"):
            change(sharing)
        assert hold(sharing.lock)[1] == 1

    change(sharing, nested)
    assert free(sharing)


def test_no_change_inside_a_read() -> None:
    sharing = Sharing("Linker")

    def nested() -> None:
        with pytest.raises(ReentrancyError, match="cannot be changed while it is being used"):
            change(sharing)

    read(sharing, nested)
    assert free(sharing)


def test_the_thread_that_changes_may_read() -> None:
    sharing = Sharing("Linker")
    change(sharing, lambda: read(sharing))
    assert free(sharing)


def test_what_the_body_raises_leaves_it_free() -> None:
    sharing = Sharing("Linker")
    for use in (change, read):
        with pytest.raises(ZeroDivisionError):
            use(sharing, lambda: 1 // 0)
        assert free(sharing)


def test_a_refusal_after_the_other_has_left_names_nobody() -> None:
    with pytest.raises(StoreBusyError, match="another thread changes it; finish"):
        Sharing("Linker").refuse_change()


def test_a_changer_and_a_reader_that_meet_are_never_both_let_in() -> None:
    sharing = Sharing("Linker")
    rounds, together = 300, []
    inside: set[str] = set()
    ready = threading.Barrier(2)

    def meet(use: Callable[..., None], name: str, other: str) -> None:
        def body() -> None:
            inside.add(name)
            if other in inside:
                together.append(name)
            inside.discard(name)

        for _ in range(rounds):
            ready.wait()
            try:
                use(sharing, body)
            except StoreBusyError:
                inside.discard(name)

    threads = [
        threading.Thread(target=meet, args=(change, "changer", "reader")),
        threading.Thread(target=meet, args=(read, "reader", "changer")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == []
    assert free(sharing)
