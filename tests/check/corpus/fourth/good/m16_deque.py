"""What comes out of the deque is another pin."""

from __future__ import annotations

from collections import deque

from safestore import Engine, Pinned, Store


def rotate(p: Pinned[Store], e: Engine) -> None:
    line = deque([Pinned(Store(e))])
    line.popleft().transfer().discard()
    p.value.gc()
