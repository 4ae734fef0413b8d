"""A batch of stores goes to the lanes."""

from __future__ import annotations

from safestore import Engine, Pinned, Store

from .dispatch import Lane, dispatch


def batch(engine: Engine, lanes: list[Lane], count: int) -> int:
    longest = 0
    for _ in range(count):
        token = Pinned(Store(engine)).transfer()
        waiting = dispatch(token, lanes)
        if waiting > 100:
            token.discard()  # E: safestore-moved
        longest = max(longest, waiting)
    return longest
