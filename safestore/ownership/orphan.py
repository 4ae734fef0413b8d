"""Taking over what a thread left behind when it ended."""

from __future__ import annotations

from typing import Any, TypeVar

from ..errors import ForkedError, MisuseError
from .custody import Tenure
from .pinned import Pinned
from .place import place_of_caller
from .possession import NoRegion
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
    before, ForkedError, ClosedError, and LandingError when the current thread cannot be made fit.
    """
    custody = pin._made()
    ended, bundle = pin._tenure, pin._bundle
    owner = ended.thread

    def claimed() -> Any:
        if custody.tenure is not ended:
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
    region, tombstone = pin._region, NoRegion(pin._over)
    try:
        taken._follow(ended, "reclaimed", claimed)
        pin._value = pin._face = None
        pin._region = tombstone
    except BaseException:
        pin._value = pin._face = value
        pin._region = region
        taken._step_back(ended)
        raise
    return taken
