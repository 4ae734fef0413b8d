"""Taken out of a tuple in a dict, and it is the pin that is used afterwards."""

from __future__ import annotations

from safestore import Pinned, Store


def first_of(p: Pinned[Store], q: Pinned[Store]) -> None:
    pairs = {"both": (p, q)}
    first, second = pairs["both"]
    first.transfer().discard()
    print(second)
    p.value.gc()  # E: safestore-moved|safestore-maybe-moved
