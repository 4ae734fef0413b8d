"""Objects that own something native: closed once, never copied, usable in a `with`."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn, TypeVar

from typing_extensions import Self

from ..errors import ClosedError
from ..native import owned as native
from .unmade import NEVER_MADE

__all__ = ["Owned", "refuse_copies"]

T = TypeVar("T", bound=type)


def refuse_copies(cls: T) -> T:
    """Class decorator: `copy`, `deepcopy` and `pickle` raise TypeError, and say why."""

    def refuse(self: object, *_: object) -> NoReturn:
        kind = type(self).__name__
        article = "an" if kind[0] in "AEIOU" else "a"
        raise TypeError(
            f"{article} {kind} cannot be copied or pickled: it stands for a native object that "
            "has one owner; share the object itself, or make a new one"
        )

    for method in ("__copy__", "__deepcopy__", "__reduce__", "__reduce_ex__", "__getstate__"):
        setattr(cls, method, refuse)
    return cls


@refuse_copies
class Owned:
    """One native object, its `_native`: a cdata that frees it, or None once closed.

    `_open()` gives the cdata to an operation, which keeps it in a local variable while it runs;
    so the object is freed when the last operation is through, whoever closes it meanwhile.
    """

    _kind: ClassVar[str]
    _native: Any = NEVER_MADE

    def _open(self) -> Any:
        native = self._native
        if native is None:
            raise ClosedError(f"already closed: this {type(self).__name__} was closed or used up")
        return native

    def _unmade(self) -> None:
        if "_native" in self.__dict__:
            raise TypeError(
                f"this {type(self).__name__} is initialized already: calling __init__ again would "
                "give it a second native object; make a new one"
            )

    # What wasmtime's own code calls with the pointer that it has just been given.
    def _set_ptr(self, ptr: Any) -> None:
        self._native = native.own(self._kind, ptr)

    def ptr(self) -> Any:
        """The native pointer, for plain wasmtime's bindings. This object goes on owning it.

        Raises ClosedError after `close()`.
        """
        return native.as_ctypes(self._kind, self._open())

    def _take(self) -> Any:
        """The cdata, for one who consumes the object; nobody else gets it."""
        taken = self._open()
        taken, self._native = self._native, None
        if taken is None:
            raise ClosedError(f"already closed: this {type(self).__name__} was closed or used up")
        return taken

    def _consume(self) -> Any:
        taken = self._take()
        pointer = native.as_ctypes(self._kind, taken)
        native.release(taken)
        return pointer

    def close(self) -> None:
        """Free the native object, once nobody uses it any more. Closing again does nothing."""
        self._native = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # A C function: nothing that CPython could interrupt, and nothing to do.
    __del__: Any = tuple

    def __repr__(self) -> str:
        state = "closed" if self.__dict__.get("_native") is None else "open"
        return f"<{type(self).__name__} ({state}) at {id(self):#x}>"
