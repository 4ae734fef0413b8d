"""The function that is called uses what it is given in place."""

from __future__ import annotations

from collections.abc import Callable

from safestore import Pinned, Store


def timed(work: Callable[[], None]) -> None:
    work()


def main(p: Pinned[Store]) -> None:
    timed(lambda: p.value.gc())
