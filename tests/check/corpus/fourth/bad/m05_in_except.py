"""Given up after a trap, and then used all the same."""

from __future__ import annotations

from safestore import Func, Pinned, Store, Trap


def step(p: Pinned[Store], fn: Func) -> None:
    try:
        fn(p)
    except Trap:
        p.transfer().discard()
    p.value.gc()  # E: safestore-maybe-moved
