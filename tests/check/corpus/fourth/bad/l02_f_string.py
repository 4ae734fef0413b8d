"""The token is spoken of and then forgotten."""

from __future__ import annotations

from safestore import Pinned, Store


def detach(p: Pinned[Store]) -> None:
    tok = p.transfer()  # E: safestore-leak
    print(f"moving {tok}")
