"""Shuts a pool down: each pin is transferred for the reaper, but the token is only logged."""

import logging

from safestore import Pinned, Store

LOG = logging.getLogger("pool")


class Pool:
    def __init__(self) -> None:
        self.pins: list[Pinned[Store]] = []

    def drain(self) -> int:
        count = 0
        while self.pins:
            token = self.pins.pop().transfer()  # E: safestore-leak
            LOG.info("drained %s", token)
            count += 1
        return count
