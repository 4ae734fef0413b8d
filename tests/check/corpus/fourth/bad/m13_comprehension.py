"""Each round of the comprehension moves the same pin."""

from __future__ import annotations

from safestore import Pinned, Store, TransferToken


def split(p: Pinned[Store], n: int) -> list[TransferToken[Store]]:
    return [p.transfer() for _ in range(n)]  # E: safestore-maybe-moved
