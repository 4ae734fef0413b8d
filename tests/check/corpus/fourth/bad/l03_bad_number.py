"""When the number is none, the token is forgotten."""

from __future__ import annotations

from safestore import Pinned, Store


def move(p: Pinned[Store], text: str) -> int:
    tok = p.transfer()  # E: safestore-leak
    try:
        n = int(text)
    except ValueError:
        return 0
    tok.land().value.set_fuel(n)
    return n
