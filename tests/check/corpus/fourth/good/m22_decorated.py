"""The function is decorated, and only looks at the pin."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from safestore import Pinned, Store

P = ParamSpec("P")
R = TypeVar("R")


def traced(fn: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(fn)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return fn(*args, **kwargs)

    return call


@traced
def look(p: Pinned[Store]) -> None:
    print(p.value.get_fuel())


def main(p: Pinned[Store]) -> None:
    look(p)
    p.value.gc()
