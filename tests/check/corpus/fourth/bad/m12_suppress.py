"""What is suppressed comes after the move."""

from __future__ import annotations

from contextlib import suppress

from safestore import Pinned, Store


def detach(p: Pinned[Store], text: str) -> None:
    with suppress(ValueError):
        p.transfer().discard()
        print(int(text))
    p.value.gc()  # E: safestore-moved|safestore-maybe-moved
