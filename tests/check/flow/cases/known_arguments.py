"""What a function does by a flag or a function that it is given is known where it is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from safestore import Owned, Pinned, Store


def finish(pin: Pinned[Store], close: bool = False) -> None:
    pin.value.gc()
    if close:
        pin.close()


def goes_on(pin: Pinned[Store]) -> None:
    finish(pin)
    finish(pin, close=False)
    pin.value.gc()


def is_over(pin: Pinned[Store]) -> None:
    finish(pin, close=True)
    pin.value.gc()  # E: safestore-closed


def may_be_over(pin: Pinned[Store], close: bool) -> None:
    finish(pin, close)
    pin.value.gc()  # E: safestore-closed


def leave(pin: Pinned[Store], away: bool) -> None:
    if away:
        pin.transfer().discard()


def stays(pin: Pinned[Store]) -> None:
    leave(pin, False)
    pin.value.gc()


def leaves(pin: Pinned[Store]) -> None:
    leave(pin, True)
    pin.value.gc()  # E: safestore-moved


def take(pin: Owned[Pinned[Store]]) -> None:
    pin.close()


def look(pin: Pinned[Store]) -> None:
    pin.value.gc()


def apply(work: Callable[[Pinned[Store]], Any], pin: Pinned[Store]) -> None:
    work(pin)


def given_away(pin: Pinned[Store]) -> None:
    apply(take, pin)
    pin.value.gc()  # E: safestore-moved


def given_a_look(pin: Pinned[Store]) -> None:
    apply(look, pin)
    pin.value.gc()


def over_by_a_lambda(pin: Pinned[Store]) -> None:
    apply(lambda each: each.close(), pin)
    pin.value.gc()  # E: safestore-closed
