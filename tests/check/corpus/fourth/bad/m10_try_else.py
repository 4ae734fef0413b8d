"""What the else of the try moves is used after it."""

from __future__ import annotations

from safestore import Pinned, Store


def feed(p: Pinned[Store], text: str) -> None:
    try:
        n = int(text)
    except ValueError:
        return
    else:
        p.transfer().discard()
    p.value.set_fuel(n)  # E: safestore-moved
