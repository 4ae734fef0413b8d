"""When there is a token it is discarded."""

from __future__ import annotations

from safestore import Pinned, Store


def settle(p: Pinned[Store], c: bool) -> None:
    tok = p.transfer() if c else None
    if tok is None:
        return
    print("moved")
    tok.discard()
