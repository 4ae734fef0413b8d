"""What refusals and warnings tell of who has it: names, places and what became of it.

Not how they say it.
"""

from __future__ import annotations

import threading
from typing import Any

import pytest

from safestore.errors import InTransitError, StoreBusyError, TokenSpentError, WrongThreadError
from safestore.ownership.custody import Custody, Tenure, Verb, mend, over, refusal
from safestore.ownership.place import place_of_caller
from safestore.ownership.region import Region, holding
from safestore.ownership.thread import Thread, here

from .elsewhere import Elsewhere, inside_elsewhere


def tenure(verb: Verb = "pinned", thread: Thread | None = None) -> Tenure:
    return Tenure(verb, thread, place_of_caller())


def ended() -> Thread:
    keys: list[Thread] = []
    thread = threading.Thread(target=lambda: keys.append(here.thread), name="gone by now")
    thread.start()
    thread.join()
    return keys[0]


def told(custody: Custody, region: str = "the thing") -> str:
    with pytest.raises((WrongThreadError, InTransitError)) as caught:
        custody.admit_close(region)
    return str(caught.value)


def test_a_custody_begins_without_a_tenure() -> None:
    assert Custody().tenure is None
    assert Custody().strict is False
    assert Custody(True).strict is True


def test_a_tenure_begins_without_a_holder() -> None:
    assert tenure().holder() is None
    assert tenure().next is None


def test_a_refused_close_names_what_it_is_about(elsewhere: Elsewhere) -> None:
    custody = Custody()
    custody.tenure = tenure("pinned", elsewhere.run(lambda: here.thread))
    assert told(custody).startswith("the thing ")
    assert "elsewhere" in told(custody)
    assert "MainThread" in told(custody)


def test_whose_it_is_since_it_was_made(elsewhere: Elsewhere) -> None:
    alive = elsewhere.run(lambda: here.thread)
    message = str(refusal("the thing", tenure("made", alive)))
    assert "elsewhere," in message
    assert "has ended" not in message
    assert "--affinity" in message
    late = str(refusal("the thing", tenure("made", ended())))
    assert "gone by now, which has ended" in late
    assert "--affinity" in late
    # Not what is told of one that was pinned.
    assert "--affinity" not in str(refusal("the thing", tenure("pinned", alive)))
    assert "reclaim" in str(refusal("the thing", tenure("pinned", ended())))


def test_who_is_ending_it_is_told_where_that_is_known(elsewhere: Elsewhere) -> None:
    for one, error in ((tenure("moved"), TokenSpentError), (tenure("pinned"), StoreBusyError)):
        one.thread = None if error is TokenSpentError else here.thread
        with inside_elsewhere(elsewhere, one.acquire, one.release):
            with pytest.raises(error) as caught:
                one.end(lambda: None)
            assert "elsewhere" in str(caught.value)
            assert str(one) in str(caught.value)
        # It was let go of in the meantime.
        with pytest.raises(error) as caught:
            one._refuse()
        assert "thread 0" not in str(caught.value)
        assert str(one) in str(caught.value)


def test_what_became_of_it() -> None:
    first, second, third = tenure(), tenure("moved"), tenure("landed", here.thread)
    assert over("it", first) == "it is over"
    first.next = second
    assert over("it", first) == f"it was {second}"
    second.next = third
    assert over("it", first) == f"it was {second}, landed {third.at}"
    assert "test_custody_tells.py" in over("it", first)


def test_the_mend_is_that_of_what_came_last() -> None:
    first, second = tenure(), tenure("moved")
    mends = {mend(first)}
    first.next = second
    mends.add(mend(first))
    later: tuple[Verb, ...] = ("landed", "reclaimed", "unpinned", "discarded")
    for verb in later:
        second.next = tenure(verb)
        mends.add(mend(first))
    assert len(mends) == 6
    second.next = tenure("dropped")
    assert mend(first) == "make a new one"


class Unlucky(RuntimeError):
    pass


def unlucky() -> None:
    raise Unlucky("it broke")


def test_what_a_release_raises_comes_out() -> None:
    """Only the refusal of a lock that is not owned is expected."""
    one = tenure()
    one.release = unlucky
    with pytest.raises(Unlucky):
        one.end(lambda: None)
    for use in (Region.close, lambda region: holding([region], "tried", lambda: None)):
        region: Any = Region("Store")
        region.release = unlucky
        with pytest.raises(Unlucky):
            use(region)
