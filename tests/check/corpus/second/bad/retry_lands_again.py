"""A worker retries a job whose guest trapped; each attempt lands the one token it was given."""

from __future__ import annotations

import logging

from safestore import Instance, Module, Pinned, Store, TransferToken, Trap

log = logging.getLogger(__name__)


class GaveUp(Exception):
    pass


def first_call(pin: Pinned[Store], module: Module) -> int:
    return int(Instance(pin, module, []).exports(pin).func("start")(pin))


def run_with_retries(token: TransferToken[Store], module: Module, attempts: int = 3) -> int:
    for attempt in range(1, attempts + 1):
        try:
            with token.land() as pin:  # E: safestore-maybe-moved
                return first_call(pin, module)
        except Trap as trap:
            log.warning("attempt %d of %d: %s", attempt, attempts, trap.message)
    raise GaveUp(f"{attempts} attempts")
