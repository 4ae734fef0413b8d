"""The partial has the pin in it, and is called after the move."""

from __future__ import annotations

from functools import partial

from safestore import Func, Pinned, Store


def run(p: Pinned[Store], fn: Func) -> None:
    call = partial(fn, p)
    p.transfer().discard()
    call(1)  # E: safestore-moved
