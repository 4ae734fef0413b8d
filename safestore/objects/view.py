"""MemoryView: a memory's bytes in place, for the length of a `with` block (V1 to V3)."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any, ClassVar, NoReturn, overload

from typing_extensions import Buffer, Self

from ..errors import BorrowError
from ..native.lending import exporting, is_exported
from ..ownership.lock import NOT_OWNED
from ..ownership.place import Place, place_of_caller
from ..ownership.region import Region
from ..ownership.send import NotSend
from ..ownership.thread import here
from .arguments import integer
from .unmade import NEVER_MADE

__all__ = ["Loan", "MemoryView", "lend_view"]


class Loan:
    """What a view and its slices have in common: whether they may still be used."""

    __slots__ = ("ended_at", "parts", "region", "view")

    def __init__(self, region: Region) -> None:
        self.region = region
        self.ended_at: Place | None = None
        # The view itself, for as long as the program keeps it.
        self.view: Callable[[], MemoryView | None] = _gone
        # Its slices, by their ids: they end when it does.
        self.parts: dict[int, weakref.ref[MemoryView]] = {}

    def is_over(self) -> bool:
        """Whether the view was released, is still there, and nothing was made from it.

        Asked when it is in the way of a transfer. Up to Python 3.11 a view holds what it looks at
        until it goes itself, since it has to export it from C.
        """
        view = self.view()
        return self.ended_at is not None and view is not None and not is_exported(view)


def _gone() -> None:
    return None


@NotSend.register
class MemoryView:
    """The bytes of a memory in place: index, slice, assign, or hand to whatever takes a buffer.

    It is good inside its `with` block; after it, the view and its slices raise BorrowError. An
    array or memoryview made from it stays good, and keeps the memory alive; on a memory that may
    move it is in the way of calls and growth until it is gone. Indexes count from the front and
    lie within the view: no negative ones.
    """

    __reduce__: ClassVar[None]  # type: ignore[assignment]
    _loan: Loan = NEVER_MADE
    _bytes: memoryview | None = None

    def __init__(self) -> None:
        raise TypeError("cannot construct a MemoryView directly: use `with memory.view(store)`")

    def _use(self) -> memoryview:
        ended = self._loan.ended_at
        if ended is not None or self._bytes is None:
            raise BorrowError(
                f"this MemoryView is no longer valid: its `with` block ended {ended}; copy what "
                "you need inside the block (`view.tobytes()`)"
            )
        return self._bytes

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> MemoryView: ...
    def __getitem__(self, index: int | slice) -> int | MemoryView:
        """A byte, or a view of some of the bytes, good for as long as this one.

        Raises IndexError outside of the view, BorrowError after the `with` block, StoreBusyError
        while another thread is inside the store.
        """
        part = _converted(index)
        data = self._use()
        region = self._loan.region
        entrant = here.entrant
        if region.last is not entrant:
            region.admit()
        try:
            if not region.acquire(False):
                region.refuse()
            if region.last is not entrant:
                # Another thread may have pinned it in between.
                region.admit()
            if isinstance(part, slice):
                return _slice(self._loan, data[_inside(part, len(data))])
            return data[_at(part, len(data))]
        finally:
            try:
                region.release()
            except RuntimeError as error:
                if error.args != NOT_OWNED:
                    raise

    @overload
    def __setitem__(self, index: int, value: int) -> None: ...
    @overload
    def __setitem__(self, index: slice, value: Buffer) -> None: ...
    def __setitem__(self, index: int | slice, value: Any) -> None:
        """Assign a byte (0..255), or as many bytes as the slice has.

        Raises ValueError for another number of bytes, and what reading raises.
        """
        part = _converted(index)
        if isinstance(value, MemoryView):
            value = value.tobytes()
        elif not isinstance(part, slice):
            value = _byte(value)
        data = self._use()
        region = self._loan.region
        entrant = here.entrant
        if region.last is not entrant:
            region.admit()
        try:
            if not region.acquire(False):
                region.refuse()
            if region.last is not entrant:
                # Another thread may have pinned it in between.
                region.admit()
            if isinstance(part, slice):
                data[_inside(part, len(data))] = value
            else:
                data[_at(part, len(data))] = value
        finally:
            try:
                region.release()
            except RuntimeError as error:
                if error.args != NOT_OWNED:
                    raise

    def __len__(self) -> int:
        return len(self._use())

    def __iter__(self) -> Iterator[int]:
        return iter(self.tobytes())

    def tobytes(self) -> bytes:
        """A copy of the bytes."""
        data = self._use()
        region = self._loan.region
        entrant = here.entrant
        if region.last is not entrant:
            region.admit()
        try:
            if not region.acquire(False):
                region.refuse()
            if region.last is not entrant:
                # Another thread may have pinned it in between.
                region.admit()
            return data.tobytes()
        finally:
            try:
                region.release()
            except RuntimeError as error:
                if error.args != NOT_OWNED:
                    raise

    __bytes__ = tobytes

    def __buffer__(self, flags: int) -> memoryview:
        self._loan.region.admit()
        return memoryview(self._use())

    def __release_buffer__(self, buffer: memoryview) -> None:
        buffer.release()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, MemoryView):
            return self.tobytes() == other.tobytes()
        if isinstance(other, (bytes, bytearray, memoryview)):
            return self.tobytes() == other
        return NotImplemented

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    @property
    def released(self) -> bool:
        """Whether the `with` block has ended."""
        return self._loan.ended_at is not None

    @property
    def nbytes(self) -> int:
        """The number of bytes."""
        return len(self._use())

    def release(self) -> None:
        """End the view before its `with` block does. Again does nothing."""
        loan = self._loan
        if loan.ended_at is None:
            loan.ended_at = place_of_caller()
        for part in (self, *(reference() for reference in list(loan.parts.values()))):
            if part is None:
                continue
            data, part._bytes = part._bytes, None
            if data is not None:
                # Something made from the view may still be out: it keeps the borrow, and gives it
                # back when it is gone.
                with suppress(BufferError):
                    data.release()

    def __enter__(self) -> Self:
        self._use()
        return self

    def __exit__(self, *exc: object) -> None:
        self.release()

    def __copy__(self) -> NoReturn:
        raise TypeError("a MemoryView cannot be copied: copy the bytes (`view.tobytes()`)")

    def __deepcopy__(self, memo: object) -> NoReturn:
        self.__copy__()

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        self.__copy__()

    def __repr__(self) -> str:
        if self.released or self._bytes is None:
            return "<MemoryView (ended)>"
        return f"<MemoryView of {len(self._bytes)} bytes>"


def _converted(index: Any) -> int | slice:
    """The index as plain ints, before the view is looked at: converting may run anything."""
    if isinstance(index, slice):
        start, stop, step = (
            None if bound is None else _integer(bound)
            for bound in (index.start, index.stop, index.step)
        )
        return slice(start, stop, step)
    return _integer(index)


def _integer(value: Any) -> int:
    try:
        return integer(value)
    except TypeError:
        raise TypeError(
            f"indexes of a MemoryView are integers or slices, not {type(value).__name__}"
        ) from None


def _byte(value: Any) -> int:
    try:
        found = integer(value)
    except TypeError:
        raise TypeError(f"expected a byte (0..255), got {type(value).__name__}") from None
    if not 0 <= found <= 255:
        raise ValueError(f"a byte lies in 0..255, got {found}")
    return found


def _at(index: int, length: int) -> int:
    if not 0 <= index < length:
        raise IndexError(f"index {index} is outside of the view, which has {length} bytes")
    return index


def _inside(index: slice, length: int) -> slice:
    for bound in (index.start, index.stop):
        if bound is not None and not 0 <= bound <= length:
            raise IndexError(f"{bound} is outside of the view, which has {length} bytes")
    return index


def _slice(loan: Loan, data: memoryview) -> MemoryView:
    part = MemoryView.__new__(MemoryView)
    part._loan = loan
    part._bytes = data
    loan.parts[id(part)] = weakref.ref(part, partial(loan.parts.pop, id(part)))
    return part


def lend_view(loan: Loan, buffer: Any, length: int, movable: bool) -> MemoryView:
    """A view over a lent buffer."""
    # What exports its memory without running code of ours could be asked for it after its end:
    # harmless where the memory cannot move.
    view = MemoryView.__new__(MemoryView) if movable else exporting(MemoryView, buffer, length)
    view._loan = loan
    loan.view = weakref.ref(view)
    view._bytes = memoryview(buffer).cast("B")
    # Another thread's look at this frame (a refusal's, a profiler's) may outlive it, and would
    # keep what its variables hold.
    del buffer
    return view
