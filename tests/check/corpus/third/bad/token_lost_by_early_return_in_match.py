"""Retires a store by a strategy; one of the strategies returns and forgets the token."""

from __future__ import annotations

import logging

from safestore import Pinned, Store, TransferToken

log = logging.getLogger(__name__)


def retire(pin: Pinned[Store], strategy: str, attic: list[TransferToken[Store]]) -> bool:
    token = pin.transfer()  # E: safestore-leak
    match strategy:
        case "keep":
            attic.append(token)
        case "report":
            log.warning("retired %r", token)
            return False
        case _:
            token.discard()
    return True
