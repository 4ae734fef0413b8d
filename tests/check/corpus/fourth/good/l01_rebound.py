"""The name of the first token is given to the second when the first is settled."""

from __future__ import annotations

from safestore import Pinned, Store, TransferToken


def last_of(p: Pinned[Store], q: Pinned[Store]) -> TransferToken[Store]:
    tok = p.transfer()
    tok.discard()
    tok = q.transfer()
    return tok
