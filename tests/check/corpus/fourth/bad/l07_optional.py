"""When there is a token it is only spoken of."""

from __future__ import annotations

from safestore import Pinned, Store


def settle(p: Pinned[Store], c: bool) -> None:
    tok = p.transfer() if c else None  # E: safestore-leak
    if tok is None:
        return
    print("moved")
