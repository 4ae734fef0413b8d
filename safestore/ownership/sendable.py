"""Sendable: as much of Send as type checkers see by themselves.

Every object has a `__reduce__`, for pickle, so every type fits the protocol; but for the classes
that say `__reduce__: ClassVar[None]`. That is an annotation and nothing else: no class has such an
attribute when the program runs, and pickle does not see it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

__all__ = ["Sendable"]


class Sendable(Protocol):
    """The type of a parameter whose argument goes to another thread.

        def submit(work: Callable[[T], R], argument: T) -> Future[R]: ...  # T, bound to Sendable

    To mypy, pyright and others a Store and what belongs to it, a Linker, a Caller and a Pinned do
    not fit, nor does a class that derives from NotSend; everything else does. They look at the type
    alone: not into a list, a closure or a field, and not at `NotSend.register`. `is_send(thing)`
    does, when the program runs. mypy wants `Sendable | None` where None may come.
    """

    # A class that derives from this one is pickled as if it did not.
    if TYPE_CHECKING:

        def __reduce__(self) -> str | tuple[Any, ...]:
            return super().__reduce__()
