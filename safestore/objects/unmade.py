"""What stands in a class for an attribute that only its maker sets.

`object.__new__(cls)` gives an object without it. Reading it then is a ValueError that says so,
where an AttributeError would name what users should not have to know.
"""

from __future__ import annotations

from typing import Any

__all__ = ["NEVER_MADE", "never_made"]


def never_made(thing: object) -> ValueError:
    """The error for the use of an object that no constructor has made."""
    return ValueError(f"never initialized: this {type(thing).__name__} was not made")


class _NeverMade:
    # No data descriptor: what an instance sets hides it.
    def __get__(self, instance: object, owner: type) -> Any:
        if instance is None:
            return self
        raise never_made(instance)


NEVER_MADE: Any = _NeverMade()
