"""Taking over what a thread left behind when it ended."""

from __future__ import annotations

from typing import Any, TypeVar

from ..errors import ForkedError, MisuseError
from .custody import Tenure
from .pinned import Pinned
from .place import place_of_caller
from .thread import here, process_generation

__all__ = ["reclaim"]

T = TypeVar("T")


def reclaim(pin: Pinned[T]) -> Pinned[T]:
    """Take over what a thread left pinned when it ended, on the current thread; its new pin.

    The current thread is made fit as for a landing, with the hooks of `store.on_land`. Nothing is
    asked about what the host functions hold: the thread that could have been asked is gone. The
    caller proves that nothing that travels along was bound to the ended thread, or that the hooks
    make it anew.

    Raises MisuseError while the owner is alive, MovedError when the pin was moved or reclaimed
    before, ForkedError, TypeError for what is no pin, and LandingError when it is closed or the
    current thread cannot be made fit.
    """
    if not isinstance(pin, Pinned):
        raise TypeError(f"expected a Pinned, got {type(pin).__name__}")
    custody = pin._made()
    ended, bundle = pin._tenure, pin._bundle
    owner = ended.thread

    def claimed() -> Any:
        if custody.tenure is not ended and pin._coming() is None:
            raise pin._over()
        if ended.generation != process_generation():
            raise ForkedError(
                f"{bundle.told(pin._name)} belongs to the parent process; after a fork the child "
                "must make its own"
            )
        if owner is None or not owner.ended:
            raise MisuseError(
                f"{bundle.told(pin._name)} was {ended}, and its owner is alive: have it transfer "
                "the pin; only what a thread left behind when it ended can be reclaimed"
            )
        return pin._value

    value = claimed()
    tenure = Tenure("reclaimed", here.thread, place_of_caller())
    taken: Pinned[Any] = Pinned._of(value, bundle, custody, tenure)
    face, region, tombstone = pin._face, pin._region, pin._tombstone()
    try:
        taken._follow(ended, "reclaimed", claimed)
        pin._value = None
        pin._face = pin._region = tombstone
    except BaseException:
        if custody.tenure is tenure:
            # Nobody has the new pin yet. Otherwise nothing came of it here, and another thread may
            # have been faster: the pin is then a tombstone, and stays one.
            pin._value = value
            pin._face, pin._region = face, region
        taken._step_back(ended)
        raise
    return taken
