"""When the number is none, the token is discarded."""

from __future__ import annotations

from safestore import Pinned, Store


def move(p: Pinned[Store], text: str) -> int:
    tok = p.transfer()
    try:
        n = int(text)
    except ValueError:
        tok.discard()
        return 0
    tok.land().value.set_fuel(n)
    return n
