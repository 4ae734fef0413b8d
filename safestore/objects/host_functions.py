"""What a Python function has to be for WebAssembly to call it, to type checkers.

It answers with None, a value, or a sequence of values; an externref's value is any object.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeAlias

from .caller import Caller
from .store_context import StoreContext

if TYPE_CHECKING:
    from typing import Concatenate

__all__ = ["Either", "WithCaller", "WithStore", "WithoutCaller"]

WithoutCaller: TypeAlias = "Callable[..., object]"

# With `access_caller`. The first says it all; mypy accepts no lambda for it unless there is a
# second.
WithCaller: TypeAlias = "Callable[Concatenate[Caller, ...], object] | Callable[[Caller], object]"

# In components.
WithStore: TypeAlias = (
    "Callable[Concatenate[StoreContext, ...], object] | Callable[[StoreContext], object]"
)


class Either(Protocol):
    """When `access_caller` is not known before the program runs: it has to take both."""

    def __call__(self, *args: object) -> object: ...
