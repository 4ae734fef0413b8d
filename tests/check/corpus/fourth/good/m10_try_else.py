"""What the else of the try moves is used in the except, where it was not moved."""

from __future__ import annotations

from safestore import Pinned, Store


def feed(p: Pinned[Store], text: str) -> None:
    try:
        n = int(text)
    except ValueError:
        p.value.gc()
    else:
        p.value.set_fuel(n)
        p.transfer().discard()
