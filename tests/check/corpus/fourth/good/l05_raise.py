"""A bad number raises before there is a token."""

from __future__ import annotations

import queue

from safestore import Pinned, Store, TransferToken


def post(p: Pinned[Store], n: int, box: queue.Queue[TransferToken[Store]]) -> None:
    if n < 0:
        raise ValueError(n)
    tok = p.transfer()
    box.put(tok)
