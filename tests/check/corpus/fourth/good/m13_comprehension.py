"""Each round of the comprehension moves another pin."""

from __future__ import annotations

from safestore import Pinned, Store, TransferToken


def split(pins: list[Pinned[Store]]) -> list[TransferToken[Store]]:
    return [p.transfer() for p in pins if not p.moved]
