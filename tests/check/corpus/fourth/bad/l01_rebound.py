"""The name of the first token is given to the second."""

from __future__ import annotations

from safestore import Pinned, Store, TransferToken


def last_of(p: Pinned[Store], q: Pinned[Store]) -> TransferToken[Store]:
    tok = p.transfer()  # E: safestore-leak
    print(tok)
    tok = q.transfer()
    return tok
