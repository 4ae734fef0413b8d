"""What a pinned value is made of: the regions, and the linkers, that are found in it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol

from ..errors import BorrowError
from .capture import OPAQUE, attributes, items, mro, own
from .known import is_shared
from .region import Region

__all__ = ["Bundle", "Companion", "InRegion", "region_of", "unpack"]


class Companion(Protocol):
    """What has no region, holds host functions, and moves with the bundle that it is in."""

    _moves_along: bool

    def _host_state(self) -> Iterable[tuple[str, object]]:
        """What Python objects it refers to, each with what to call it."""


class Bundle(NamedTuple):
    """The regions in a value, each once, in the order in which they are found."""

    regions: tuple[Region, ...] = ()
    companions: tuple[Companion, ...] = ()

    def told(self, name: str) -> str:
        """It in a message, in the singular: the regions, or the name of the value's type."""
        told = ", ".join(map(str, self.regions)) or f"this {name}"
        return f"the bundle of {told}" if len(self.regions) > 1 else told

    def refuse_lent(self) -> None:
        """Raise BorrowError when a view of a memory is out."""
        for region in self.regions:
            lent = region.views()
            if lent:
                places = ", ".join(sorted({str(view.made_at) for view in lent}))
                raise BorrowError(
                    f"{region} cannot be transferred: a view of its memory is out (made {places}); "
                    "leave its `with` block first, and drop it and what was made from it (`del`)"
                )

    def host_state(self) -> Iterator[tuple[str, object]]:
        """What of the host's travels along, each with the words for it."""
        for region in self.regions:
            contents = region.contents()
            if contents is not None:
                yield from contents._host_state()
                yield from own(contents)
            for hook, _ in region.hooks:
                yield "hook of on_land", hook
        for companion in self.companions:
            yield from companion._host_state()
            yield from own(companion)


class InRegion:
    """What belongs to a region, its `_region`: a store or a handle."""

    __slots__ = ()
    # To type checkers none of them fits Sendable (sendable.py).
    __reduce__: ClassVar[None]  # type: ignore[assignment]
    # Not to be found here: an attribute that a class has too is slower to find.
    if TYPE_CHECKING:
        _region: Any


def region_of(thing: Any) -> Region | None:
    """The region that a store or a handle belongs to; None for everything else."""
    if not issubclass(type(thing), InRegion):
        return None
    region = thing._region
    return region if type(region) is Region else None


# What no bundle is looked for in: a module refers to the rest of the program. Numbers and strings
# do not count.
_CLOSED = (*OPAQUE, str, bytes, int, float, type(None))
# How many objects of a bundle are looked at, and how many regions it may have: each takes a call
# inside the one before (see `holding`), and Python allows some 1,000.
_LIMIT = 10_000
_MOST = 250


def unpack(value: Any) -> Bundle:
    """Find the regions in a store, or in a container or an object that holds some.

    Raises ValueError when there is too much to look at, or for a store or a handle that was never
    made.
    """
    region = region_of(value)
    if region is not None:
        return Bundle((region,))
    if issubclass(type(value), InRegion):
        raise ValueError(f"never initialized: this {type(value).__name__} was not made")
    regions: dict[int, Region] = {}
    companions: dict[int, Companion] = {}
    queue: deque[Any] = deque([value])
    seen: dict[int, Any] = {}
    while queue:
        thing = queue.popleft()
        cls = type(thing)
        if id(thing) in seen or issubclass(cls, _CLOSED) or is_shared(cls):
            continue
        seen[id(thing)] = thing
        if len(seen) > _LIMIT:
            raise ValueError(
                f"more than {_LIMIT} objects hang together here; pin a smaller bundle: the store, "
                "and what belongs to it"
            )
        region = region_of(thing)
        if region is not None:
            regions[id(region)] = region
            if len(regions) > _MOST:
                raise ValueError(
                    f"more than {_MOST} stores hang together here; pin a smaller bundle: the "
                    "stores that have to move together"
                )
        elif issubclass(cls, InRegion):
            # It would be nobody's, and come to life unpinned.
            raise ValueError(f"never initialized: this {cls.__name__} was not made")
        elif any("_moves_along" in type.__getattribute__(base, "__dict__") for base in mro(cls)):
            companions[id(thing)] = thing
        else:
            queue.extend(item for _, item in items(thing))
            queue.extend(item for _, item in attributes(thing))
    return Bundle(tuple(regions.values()), tuple(companions.values()))
