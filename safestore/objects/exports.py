"""What an instance exports: a read-only dict, and typed look-ups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, TypeVar

from wasmtime._instance import InstanceExports as RawInstanceExports

from ..errors import ArgumentTypeError
from .arguments import kind_of
from .func import Func
from .global_ import Global
from .memory import Memory
from .shared_memory import SharedMemory
from .table import Table
from .tag import Tag
from .unmade import NEVER_MADE

__all__ = ["Extern", "InstanceExports"]

T = TypeVar("T")

# What it may be, in safestore's own classes.
Extern = Func | Global | Memory | SharedMemory | Table | Tag


class InstanceExports(dict[str, Extern], RawInstanceExports):
    """The exports of an instance by name; `by_index` has them in order.

    A dict, so that a look-up costs no more than one; it cannot be changed.
    """

    __reduce__: ClassVar[None]  # type: ignore[assignment]
    _extern_seq: tuple[Extern, ...] = NEVER_MADE

    def __init__(self, items: Iterable[tuple[str, Extern]]) -> None:
        items = tuple(items)
        dict.__init__(self, items)
        self._extern_seq = tuple(item for _, item in items)
        self._extern_map = self

    @property
    def by_index(self) -> tuple[Extern, ...]:
        """The exports in the order of the module."""
        return self._extern_seq

    def _typed(self, name: str, kind: type[T]) -> T:
        if not isinstance(name, str):
            raise ArgumentTypeError(f"expected a str as name, got {kind_of(name)}")
        found = self[name]
        if isinstance(found, kind):
            return found
        raise TypeError(f"the export {name!r} is a {type(found).__name__}, not a {kind.__name__}")

    def func(self, name: str) -> Func:
        """The function exported as `name`. Raises KeyError, or TypeError for something else."""
        return self._typed(name, Func)

    def memory(self, name: str) -> Memory:
        """The memory exported as `name`. Raises KeyError, or TypeError for something else."""
        return self._typed(name, Memory)

    def global_(self, name: str) -> Global:
        """The global exported as `name`. Raises KeyError, or TypeError for something else."""
        return self._typed(name, Global)

    def table(self, name: str) -> Table:
        """The table exported as `name`. Raises KeyError, or TypeError for something else."""
        return self._typed(name, Table)

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("the exports of an instance cannot be changed")

    # To type checkers there is nothing to call: what comes after a NoReturn is not looked at.
    if TYPE_CHECKING:
        __setitem__: ClassVar[None]  # type: ignore[assignment]
        __delitem__: ClassVar[None]  # type: ignore[assignment]
        __ior__: ClassVar[None]  # type: ignore[assignment]
        clear: ClassVar[None]  # type: ignore[assignment]
        pop: ClassVar[None]  # type: ignore[assignment]
        popitem: ClassVar[None]  # type: ignore[assignment]
        setdefault: ClassVar[None]  # type: ignore[assignment]
        update: ClassVar[None]  # type: ignore[assignment]
    else:
        __setitem__ = __delitem__ = __ior__ = _refuse
        clear = pop = popitem = setdefault = update = _refuse

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("the exports of an instance cannot be pickled")

    def __copy__(self) -> InstanceExports:
        return self

    def __deepcopy__(self, memo: object) -> InstanceExports:
        return self

    def __repr__(self) -> str:
        return f"InstanceExports({dict.__repr__(self)})"
