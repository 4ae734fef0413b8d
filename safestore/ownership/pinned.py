"""Pinned and TransferToken: who owns a store, as values with types.

`transfer` and `land` come down to one assignment to the word of a custody (custody.py), made inside
the locks of all regions. What strikes before it leaves everything as it was; what strikes after it,
and before the caller has the new pin or token, is answered by taking it back.
"""

from __future__ import annotations

import sys
import warnings
import weakref
from contextlib import suppress
from typing import Annotated, Any, ClassVar, Generic, NoReturn, TypeVar, cast

from typing_extensions import Self

from ..errors import ForkedError, LandingError, MisuseError, TokenSpentError
from .bundle import Bundle, unpack
from .custody import Custody, Tenure, over, refusal
from .place import place_of_caller
from .possession import Possession
from .region import holding
from .send import NotSend, Send, refuse_bound
from .thread import here, process_generation

__all__ = ["Owned", "Pinned", "TransferToken"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@NotSend.register
class Pinned(Possession[T_co]):
    """A value that belongs to the thread which pinned or landed it.

    `Pinned(store)` goes wherever the store goes. From then on only this thread may use the store
    and everything in it, by whatever name: another one gets WrongThreadError. `transfer()` hands
    it over.

    The value is a Store; or a bundle, that is a tuple, a dataclass, an attrs class or a plain
    object that holds stores, instances, functions and linkers: all stores found in it move
    together. Or it is anything else that is bound to its thread, such as a sqlite3 connection.

    `with Pinned(store) as pin:` closes it at the end, unless it was moved.
    """

    __slots__ = ()
    __reduce__: ClassVar[None]  # type: ignore[assignment]

    def __init__(self, value: T_co, *, strict: bool = False) -> None:
        """Pin `value` to this thread.

        With `strict`, `transfer()` refuses whatever is not known to be Send, where it otherwise
        refuses what is known not to be. Raises MisuseError when something in it is pinned already,
        WrongThreadError when that is to another thread, StoreBusyError while another thread is
        inside, ReentrancyError from inside one of its calls or an output callback, ClosedError,
        ForkedError, and ValueError for a bundle that is too large to look at or a store that was
        never made.
        """
        if hasattr(self, "_tenure"):
            raise TypeError("this Pinned is initialized already; make a new one")
        if isinstance(value, (Pinned, TransferToken)):
            raise TypeError(
                "a token cannot be pinned; land it, which gives a pin"
                if isinstance(value, TransferToken)
                else "this is a Pinned already; use it as it is, or unpin() it and pin what that "
                "gives, with others as one bundle"
            )
        bundle = unpack(value)
        custody = Custody(strict)
        tenure = Tenure("pinned", here.thread, place_of_caller())
        self._set(value, bundle, custody, tenure)
        tenure.holder = weakref.ref(self)

        def pin() -> None:
            for region in bundle.regions:
                before = region.custody
                if before is not None and before.tenure is not None:
                    before.admit(region)
                    if before.tenure.thread is None:
                        # A signal handler, in the middle of a landing on this thread.
                        raise refusal(str(region), before.tenure)
                    # A pin that was dropped is in nobody's way.
                    if before.tenure.holder() is not None:
                        raise MisuseError(
                            f"{region} is pinned already ({before.tenure}); use that pin, or give "
                            "it up with its unpin() first"
                        )
            for region in bundle.regions:
                # Whoever used it last has to ask again.
                region.last = None
                region.custody = custody
            custody.tenure = tenure

        try:
            for region in bundle.regions:
                region.admit()
            holding(bundle.regions, "pinned", pin)
        except BaseException:
            # Nobody has the pin, or only who made it by hand.
            custody.tenure = None
            self._bury()
            raise

    def _context(self) -> Any:
        """What plain wasmtime's code asks a store for."""
        return cast(Any, self.value)._context()

    @property
    def value(self) -> T_co:
        """What is pinned, for the owner's thread.

        Raises MovedError once it was moved, WrongThreadError on another thread, ForkedError in a
        forked child.
        """
        self._admit()
        return cast("T_co", self._value)

    @property
    def moved(self) -> bool:
        """Whether it was moved away, or given up: nothing can be done with this pin any more."""
        custody = self._made()
        return custody.tenure is not self._tenure and self._coming() is None

    def is_mine(self) -> bool:
        """Whether the current thread may use it. Answers on every thread, and raises nothing."""
        if not hasattr(self, "_tenure") or self._tenure.generation != process_generation():
            return False
        return self._tenure.thread is here.thread and not self.moved

    def transfer(self) -> TransferToken[T_co]:
        """Give it up, with everything connected to it, for a token that can be landed once.

        From then on nobody may use it until a thread lands the token. Raises MovedError,
        WrongThreadError, ForkedError, ClosedError, ReentrancyError from inside one of its calls,
        BorrowError while a view of a memory is out, and NotSendError with the path to it when
        something that travels along is bound to this thread.
        """
        self._admit()
        custody, tenure, bundle = self._custody, self._tenure, self._bundle
        transit = Tenure("moved", None, place_of_caller())
        value: Any = self._value
        token: TransferToken[Any] = TransferToken._of(value, self._name, bundle, custody, transit)
        face, region, tombstone = self._face, self._region, self._tombstone()

        def depart() -> None:
            self._admit()
            bundle.refuse_lent()
            refuse_bound(value, bundle, custody.strict)
            # No call in here: the two sides are one step.
            custody.tenure = tenure.next = transit
            self._value = None
            self._face = self._region = tombstone
            # Now, and not before: a signal handler may enter between two rounds.
            for region in bundle.regions:
                region.last = None

        try:
            tenure.end(lambda: holding(bundle.regions, "transferred", depart))
        except BaseException:
            # Nobody has the token yet. What departed comes back.
            if custody.tenure is transit:
                self._value = value
                self._face, self._region = face, region
                custody.tenure, tenure.next = tenure, None
            raise
        return token

    def unpin(self) -> T_co:
        """Give the pin up and return what was pinned: any thread may use it again, one at a time.

        Raises what `transfer` raises, but BorrowError and NotSendError.
        """
        self._admit()
        custody, tenure, bundle = self._custody, self._tenure, self._bundle
        following = Tenure("unpinned", here.thread, place_of_caller())
        value: Any = self._value
        tombstone = self._tombstone()

        def unpin() -> None:
            self._admit()
            for region in bundle.regions:
                region.last = None
            custody.tenure, tenure.next = None, following
            self._value = None
            self._face = self._region = tombstone

        tenure.end(lambda: holding(bundle.regions, "unpinned", unpin))
        return cast("T_co", value)

    def close(self) -> None:
        """Close what is pinned: its stores, or by its own `close()` what has none. Again is fine.

        When the owner's thread has ended, any thread may, and is warned. In a forked child the
        parent's stores are only marked, and everything else is left alone. Raises MovedError once
        it was moved, WrongThreadError on another thread, ReentrancyError from inside one of its
        calls.
        """
        custody = self._made()
        owner = self._tenure.thread
        forked = self._tenure.generation != process_generation()
        if not forked:
            if owner is None or not owner.ended:
                self._admit()
            elif custody.tenure is not self._tenure:
                raise self._over()
        opened = [region for region in self._bundle.regions if region.closed_at is None]
        if len(opened) > 1 and not forked:
            # All of them or none: this raises when somebody is inside of one.
            holding(opened, "closed", lambda: None)
        for region in self._bundle.regions:
            region.close()
        if not self._bundle.regions and not forked:
            end = getattr(self._value, "close", None)
            if callable(end):
                end()

    def __enter__(self) -> Self:
        self._admit()
        return self

    def __exit__(self, *exc: object) -> None:
        if not self.moved:
            self.close()

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError(
            "a Pinned cannot be pickled: it belongs to one thread of this process; send what it "
            "takes to make one there"
        )

    def __repr__(self) -> str:
        if not hasattr(self, "_tenure"):
            return "<Pinned (not made)>"
        name = f"Pinned[{self._name}]"
        tenure = self._tenure
        if self.moved:
            return f"<{over(name, tenure)}>"
        regions = self._bundle.regions
        stores = ", ".join(map(str, regions))
        name += f" of {stores}" if stores else ""
        closed = [region.closed_at for region in regions if region.closed_at is not None]
        if closed and len(closed) == len(regions):
            return f"<{name}: closed {closed[-1]}>"
        owner = tenure.thread
        whose = "nobody" if owner is None else owner.name + (", which has ended" * owner.ended)
        return f"<{name}: {tenure}, belongs to {whose}>"


# Marks a parameter for the static checker: the function takes the pin over, and its caller may not
# use it afterwards.
Owned = Annotated[Pinned[T], "owned"]


@Send.register
class TransferToken(Generic[T_co]):
    """A value on its way to another thread. It can be landed once, on whichever thread.

    One that is dropped without being landed closes the stores in it, with a ResourceWarning.
    """

    __slots__ = ("__weakref__", "_bundle", "_custody", "_name", "_transit", "_value")

    _bundle: Bundle
    _custody: Custody
    _name: str
    _transit: Tenure
    _value: T_co | None

    def __init__(self) -> None:
        raise TypeError("cannot construct a TransferToken directly: use Pinned.transfer()")

    @classmethod
    def _of(
        cls, value: T, name: str, bundle: Bundle, custody: Custody, transit: Tenure
    ) -> TransferToken[T]:
        token = cast("TransferToken[T]", cls.__new__(cls))
        token._value = value
        token._name = name
        token._bundle = bundle
        token._custody = custody
        token._transit = transit
        transit.holder = weakref.ref(token)
        return token

    def land(self) -> Pinned[T_co]:
        """Take it over on this thread, and return its pin.

        First the thread is made fit: the process is checked, the stack, the trap handlers, and the
        hooks of `store.on_land` run in the order in which they were given. Raises LandingError when
        any of that fails: then the token is as it was, and may be landed again. Raises
        TokenSpentError when it was landed or discarded, or is being landed just now.
        """
        custody, transit, bundle = self._live()
        tenure = Tenure("landed", here.thread, place_of_caller(), transit)
        pin: Pinned[Any] = Pinned._of(self._value, bundle, custody, tenure)
        try:
            pin._follow(transit, "landed", self._claimed)
            self._value = None
        except BaseException as error:
            if custody.tenure is tenure:
                # Before it can be claimed again: a spent token has no value.
                self._value = pin._value
            pin._step_back(transit)
            if isinstance(error, ForkedError):
                raise LandingError(
                    f"{bundle.told(self._name)} was not landed: ForkedError: {error}"
                ) from error
            raise
        return pin

    def _claimed(self) -> Any:
        """The value, for who holds the lock of the transit."""
        self._live()
        return self._value

    def discard(self) -> None:
        """Close the stores that are on their way.

        Raises TokenSpentError when it was landed or discarded, or is being landed just now.
        """
        custody, transit, bundle = self._live()
        tenure = Tenure("discarded", None, place_of_caller())
        transit.end(lambda: self._close(custody, transit, tenure, bundle))

    def _close(self, custody: Custody, transit: Tenure, tenure: Tenure, bundle: Bundle) -> None:
        self._live()
        for region in bundle.regions:
            region.close()
        custody.tenure = transit.next = tenure
        self._value = None

    @property
    def landed(self) -> bool:
        """Whether a thread has landed it."""
        following = self._transit.next if hasattr(self, "_transit") else None
        return (
            following is not None
            and following.verb == "landed"
            and self._custody.tenure is not self._transit
        )

    def _live(self) -> tuple[Custody, Tenure, Bundle]:
        try:
            custody, transit = self._custody, self._transit
        except AttributeError:
            raise ValueError("never initialized: this TransferToken was not made") from None
        if custody.tenure is not transit:
            following = transit.next
            what = f"was {following}" if following is not None else "is spent"
            again = "make a new one"
            if following is not None and following.verb == "landed":
                again = "a token can be landed once: transfer the pin that this gave for a new one"
            raise TokenSpentError(f"this TransferToken[{self._name}] {what}; {again}")
        return custody, transit, self._bundle

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError(
            "a TransferToken cannot be pickled: a store cannot leave its process; send what it "
            "takes to make one there"
        )

    def __del__(self) -> None:
        # Any thread may run this, at any time: it blocks nowhere and runs no guest code.
        try:
            self._drop()
        except BaseException:
            # CPython loses what a signal handler raises here. The stores must not be lost with it:
            # nobody else can close what is in transit.
            self._drop()
            raise

    def _drop(self) -> None:
        if sys.is_finalizing() or not hasattr(self, "_transit"):
            return
        custody, transit = self._custody, self._transit
        if custody.tenure is not transit or transit.generation != process_generation():
            return
        tenure = Tenure("dropped", None, place_of_caller())
        became = "which closed it" if self._bundle.regions else "and nobody can use it any more"
        with suppress(MisuseError):
            transit.end(lambda: self._close(custody, transit, tenure, self._bundle))
        warnings.warn(
            f"{self._bundle.told(self._name)} was {transit}; its token was dropped, {became}: "
            "land the token, or discard it",
            ResourceWarning,
            stacklevel=3,
        )

    def __repr__(self) -> str:
        if not hasattr(self, "_transit"):
            return "<TransferToken (not made)>"
        name = f"TransferToken[{self._name}]"
        transit = self._transit
        if self._custody.tenure is not transit:
            return f"<{name}: {transit.next or 'spent'}>"
        stores = ", ".join(str(region) for region in self._bundle.regions)
        return f"<{name}{stores and ' of ' + stores}: {transit}, not landed yet>"
