"""What is found in a bundle: what belongs to it, and nothing of what it shares with others."""

from __future__ import annotations

import concurrent.futures
import logging
import queue
import threading
import types
from typing import Any

import pytest

from safestore import Engine, Memory, Pinned, Store, unsafe
from safestore.errors import LandingError


class Plugin:
    """A store, and something else."""

    def __init__(self, **attributes: Any) -> None:
        self.store = Store()
        vars(self).update(attributes)


def module_with(thing: object) -> Any:
    module = types.ModuleType("module")
    module.thing = thing  # type: ignore[attr-defined]
    return module


def queue_with(thing: object) -> Any:
    made: Any = queue.Queue()
    made.put(thing)
    return made


def logger_with(thing: object) -> Any:
    logger = logging.Logger("plugin")
    logger.thing = thing  # type: ignore[attr-defined]
    return logger


def thread_with(thing: object) -> Any:
    return threading.Thread(target=print, args=(thing,))


def executor_with(thing: object) -> Any:
    executor = concurrent.futures.ThreadPoolExecutor(1)
    executor.thing = thing  # type: ignore[attr-defined]
    return executor


def class_with(thing: object) -> Any:
    return type("Class", (), {"thing": thing})


@pytest.mark.parametrize(
    "share",
    [module_with, queue_with, logger_with, thread_with, executor_with, class_with],
)
def test_what_others_have_there_is_theirs(share: Any) -> None:
    other = Store()
    shared = share(other)
    pin = Pinned(Plugin(shared=shared))
    assert str(pin).count("made at") == 1
    pin.close()
    # Still there, and nobody's in particular.
    Pinned(other).close()


def test_a_token_in_a_bundle_is_one_of_its_own() -> None:
    token = Pinned(Store()).transfer()
    jobs: queue.Queue[Any] = queue.Queue()
    jobs.put(token)
    pin = Pinned(Plugin(next=token, jobs=jobs)).transfer().land()
    token.land().close()
    pin.close()


def test_numbers_are_no_objects() -> None:
    pin = Pinned(Plugin(table=list(range(100_000)), names=["a", b"b", None, 1.0] * 10_000))
    pin.transfer().land().close()


def test_too_many_objects() -> None:
    with pytest.raises(ValueError, match="more than 10000 objects"):
        Pinned(Plugin(table=[[] for _ in range(10_001)]))


def test_as_many_stores_as_python_has_room_for() -> None:
    engine = Engine()
    stores = [Store(engine) for _ in range(251)]
    with pytest.raises(ValueError, match="more than 250 stores"):
        Pinned(stores)
    pin = Pinned(stores[1:])
    pin.transfer().land().close()
    Pinned(stores[0]).close()


def test_what_was_never_made_is_not_pinned() -> None:
    for thing in (Store.__new__(Store), Memory.__new__(Memory)):
        for value in (thing, [Store(), thing]):
            with pytest.raises(ValueError, match="never initialized"):
                Pinned(value)


def test_what_was_closed_cannot_be_tried_again() -> None:
    left: list[Pinned[Store]] = []
    worker = threading.Thread(target=lambda: left.append(Pinned(Store())))
    worker.start()
    worker.join()
    store = left[0]._value
    assert store is not None
    with pytest.warns(ResourceWarning):
        store.close()
    with pytest.raises(LandingError, match="was closed") as caught:
        unsafe.reclaim(left[0])
    assert "try again" not in str(caught.value)
