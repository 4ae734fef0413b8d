"""What a pin is made of: how it comes to life, how it is over, and what is refused meanwhile.

A pin is alive while its tenure is the present one of its custody (custody.py). Landing a token and
reclaiming an orphan make a new pin `follow` a tenure: the thread is made fit, inside the locks of
all regions, and one assignment does it.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import Any, Generic, NoReturn, TypeVar

from typing_extensions import Self

from ..errors import ArgumentTypeError, ClosedError, ForkedError, LandingError, MovedError
from .bundle import Bundle
from .custody import Custody, Tenure, mend, over, refusal
from .region import holding
from .thread import here, process_generation

__all__ = ["NoRegion", "Possession"]

T_co = TypeVar("T_co", covariant=True)


class NoRegion:
    """What a pin has for a region where there is none. Whatever asks to enter is told why."""

    __slots__ = ("_why",)

    # No thread was ever prepared for it, so everybody asks.
    last = None

    def __init__(self, why: Callable[[], Exception]) -> None:
        self._why = why

    @property
    def _native(self) -> NoReturn:
        # Asked by who had its region before it was moved: an argument's `__index__` may do that.
        raise self._why()

    def admit(self) -> NoReturn:
        """Refuse; raises what it was made with."""
        raise self._why()


class Possession(Generic[T_co]):
    """A value, the regions in it, and the tenure for which they are this pin's.

    Invariants:
    - `_tenure` never changes. Once it is over, `_value` is None, and `_face` and `_region` are a
      NoRegion.
    - `_region`, and `_native`, which is the face's, are what everything that stands for a store
      has.
    """

    __slots__ = (
        "__weakref__",
        "_bundle",
        "_custody",
        "_face",
        "_name",
        "_region",
        "_tenure",
        "_value",
    )

    _value: T_co | None

    @classmethod
    def _of(cls, value: Any, bundle: Bundle, custody: Custody, tenure: Tenure) -> Self:
        pin = cls.__new__(cls)
        pin._set(value, bundle, custody, tenure)
        return pin

    def _set(self, value: Any, bundle: Bundle, custody: Custody, tenure: Tenure) -> None:
        self._value = value
        self._bundle = bundle
        self._custody = custody
        self._tenure = tenure
        self._name = type(value).__name__
        # What stands for a store has these two; see objects/storelike.py.
        self._face: Any
        self._region: Any
        if len(bundle.regions) == 1 and bundle.regions[0].contents() is value:
            self._face, self._region = value, bundle.regions[0]
        else:
            # Not with a method of the pin: the two would keep each other alive.
            self._face = self._region = NoRegion(partial(_no_store, self._name))

    def _tombstone(self) -> NoRegion:
        """What stands for the region once the tenure is over."""
        return NoRegion(partial(_moved, self._name, self._tenure))

    def _bury(self) -> None:
        # Nothing can be entered through it any more.
        self._face = self._region = self._tombstone()

    # No Python function: every use of the pin as a store asks for it.
    _native = property(attrgetter("_face._native"))

    def _made(self) -> Custody:
        try:
            return self._custody
        except AttributeError:
            raise ValueError("never initialized: this Pinned was not made") from None

    def _coming(self) -> Tenure | None:
        """The tenure that is being ended for this one: a hook was given the pin before it is alive.

        None when this one has begun, or is over.
        """
        present = self._custody.tenure
        return present if present is not None and present.next is self._tenure else None

    def _admit(self) -> None:
        """Let the current thread use the pin."""
        custody = self._made()
        tenure = self._tenure
        if custody.tenure is tenure and tenure.thread is here.thread:
            return
        if tenure.generation != process_generation():
            raise ForkedError(
                f"{self._bundle.told(self._name)} belongs to the parent process; after a fork "
                "the child must make its own"
            )
        if custody.tenure is tenure:
            raise refusal(self._bundle.told(self._name), tenure)
        coming = self._coming()
        if coming is None:
            raise self._over()
        if not coming.ending_here:
            raise refusal(self._bundle.told(self._name), coming)

    def _follow(self, before: Tenure, verb: str, claimed: Callable[[], Any]) -> None:
        """Make this pin the one that is alive, after `before`, on a thread made fit for it.

        `claimed` gives its value, or raises when it is too late. Raises LandingError as well.
        """
        custody, tenure, bundle = self._custody, self._tenure, self._bundle

        def arrive() -> None:
            self._set_up()
            custody.tenure = tenure

        def claim() -> None:
            value = claimed()
            if value is not self._value:
                # It came back from a landing that failed, since this pin was made.
                self._set(value, bundle, custody, tenure)
            tenure.holder = weakref.ref(self)
            before.next = tenure
            try:
                if before.generation != process_generation():
                    raise ForkedError(
                        "it belongs to the parent process; after a fork the child must make its own"
                    )
                holding(bundle.regions, verb, arrive)
            except BaseException as error:
                if custody.tenure is before:
                    # As long as nobody else can claim it.
                    before.next = None
                if not isinstance(error, Exception):
                    raise
                told = (
                    f"{bundle.told(self._name)} was {before}, and not {verb} on "
                    f"{here.thread.name}: {type(error).__name__}: {error}"
                )
                # Neither can be mended.
                if not isinstance(error, (ClosedError, ForkedError)):
                    told += "; it is as it was before: mend the cause, and try again"
                raise LandingError(told) from error

        before.end(claim)

    def _set_up(self) -> None:
        """Make this thread fit for each region, inside their locks."""
        for region in self._bundle.regions:
            if self._region is region:
                region.set_up(self)
                continue
            part = type(self)._of(region.contents(), Bundle((region,)), self._custody, self._tenure)
            try:
                region.set_up(part)
            finally:
                # Good for the hook alone: what is pinned is the bundle.
                part._tenure = Tenure("landed", None, self._tenure.at)
                part._bury()

    def _step_back(self, before: Tenure) -> None:
        """Undo `_follow`, whose caller did not get this pin; a hook may have it."""
        custody, tenure = self._custody, self._tenure
        if custody.tenure is tenure:
            for region in self._bundle.regions:
                region.last = None
            # No call between: the moment it is as before, anybody may claim it.
            before.next = None
            custody.tenure = before
            # A signal handler may have entered between two rounds of the loop above.
            for region in self._bundle.regions:
                region.last = None
        self._bury()

    def _no_store(self) -> ArgumentTypeError:
        self._made()
        return _no_store(self._name)

    def _over(self) -> MovedError:
        return _moved(self._name, self._tenure)


def _no_store(name: str) -> ArgumentTypeError:
    return ArgumentTypeError(
        f"expected a Store, got a Pinned[{name}]; use the store in its `value`"
    )


def _moved(name: str, tenure: Tenure) -> MovedError:
    told = over(f"this Pinned[{name}]", tenure)
    return MovedError(f"{told}; {mend(tenure)}")
