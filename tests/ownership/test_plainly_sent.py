"""What is passed over at a glance, how far one looks, and what the error says it is about."""

from __future__ import annotations

from types import CellType, FunctionType
from typing import Any

import pytest

from safestore.errors import NotSendError, StoreBusyError
from safestore.ownership import send
from safestore.ownership.bundle import Bundle
from safestore.ownership.send import NotSend, _takes_nothing, is_send, refuse_bound
from safestore.ownership.sharing import Sharing
from safestore.ownership.thread import here

from .elsewhere import Elsewhere, inside_elsewhere


@NotSend.register
class Bound:
    pass


class Thing:
    holds: object = None


def with_cells(*cells: CellType) -> FunctionType:
    """A function with these as its closure."""

    def two() -> Any:
        return one, other

    one = other = None
    code = two.__code__
    if len(cells) == 1:

        def single() -> Any:
            return one

        code = single.__code__
    return FunctionType(code, {}, "made", None, cells)


def test_a_function_that_takes_nothing() -> None:
    def plain() -> None:
        pass

    assert _takes_nothing(plain) is True
    assert _takes_nothing(with_cells(CellType(1), CellType("two"))) is True
    # Not assigned yet.
    assert _takes_nothing(with_cells(CellType())) is True
    assert _takes_nothing(None) is True
    assert _takes_nothing(5) is True


def test_a_function_that_takes_something() -> None:
    def default(a: object = Bound()) -> None:
        pass

    def keyword(*, a: object = Bound()) -> None:
        pass

    def attribute() -> None:
        pass

    attribute.holds = Bound()  # type: ignore[attr-defined]
    takes = (
        default,
        keyword,
        attribute,
        with_cells(CellType(Bound())),
        with_cells(CellType(1), CellType(Bound())),
        with_cells(CellType(), CellType(Bound())),
    )
    for function in takes:
        assert _takes_nothing(function) is False
        assert not is_send(function)
    assert _takes_nothing(Bound()) is False


def test_as_many_objects_as_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(send, "LIMIT", 3)
    assert is_send([[], []], strict=True)
    assert not is_send([[], [], []], strict=True)
    assert is_send([[], [], []])


def test_what_cannot_be_transferred_is_named() -> None:
    thing = Thing()
    thing.holds = Bound()
    with pytest.raises(NotSendError) as caught:
        refuse_bound(thing, Bundle(), strict=False)
    about, _, rest = str(caught.value).partition(" cannot be transferred")
    assert "Thing" in about
    assert "along: .holds -> " in rest


def test_what_is_shared_is_named(elsewhere: Elsewhere) -> None:
    sharing = Sharing("Linker")
    with inside_elsewhere(elsewhere, sharing.acquire, sharing.release):
        with pytest.raises(StoreBusyError, match="the Linker is in use"):
            sharing.refuse_change()
        # Who took the lock has not said so yet, and will see this reader.
        sharing.readers[None] = here.thread
        sharing.admit_reader()
        del sharing.readers[None]
