"""Says what is known of a token; takes nothing over."""

from __future__ import annotations

import logging

from safestore import Store, TransferToken

log = logging.getLogger(__name__)


def describe(token: TransferToken[Store], lane: int) -> str:
    text = f"lane {lane}: {token}"
    log.info("%s landed: %s", text, token.landed)
    return text


def is_waiting(token: TransferToken[Store]) -> bool:
    return not token.landed
