"""What comes out of the deque is the pin that went in."""

from __future__ import annotations

from collections import deque

from safestore import Pinned, Store


def rotate(p: Pinned[Store]) -> None:
    line = deque([p])
    line.popleft().transfer().discard()
    p.value.gc()  # E: safestore-moved|safestore-maybe-moved
