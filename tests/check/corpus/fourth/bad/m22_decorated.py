"""The function is decorated, and takes the pin over all the same."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from safestore import Owned, Pinned, Store

P = ParamSpec("P")
R = TypeVar("R")


def traced(fn: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(fn)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return fn(*args, **kwargs)

    return call


@traced
def take(p: Owned[Store]) -> None:
    p.transfer().discard()


def main(p: Pinned[Store]) -> None:
    take(p)
    p.value.gc()  # E: safestore-moved
