"""A bad number raises when the token is there already."""

from __future__ import annotations

import queue

from safestore import Pinned, Store, TransferToken


def post(p: Pinned[Store], n: int, box: queue.Queue[TransferToken[Store]]) -> None:
    tok = p.transfer()  # E: safestore-leak
    if n < 0:
        raise ValueError(n)
    box.put(tok)
