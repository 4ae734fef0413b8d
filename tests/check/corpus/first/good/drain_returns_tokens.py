"""Shuts a pool down: the tokens of all pins are logged, and go to the caller or are yielded."""

import logging
from collections.abc import Iterator

from safestore import Pinned, Store, TransferToken

LOG = logging.getLogger("pool")


class Pool:
    def __init__(self) -> None:
        self.pins: list[Pinned[Store]] = []

    def drain(self) -> tuple[int, list[TransferToken[Store]]]:
        tokens = []
        while self.pins:
            token = self.pins.pop().transfer()
            LOG.info("drained %s", token)
            tokens.append(token)
        return len(tokens), tokens

    def drained(self) -> Iterator[TransferToken[Store]]:
        while self.pins:
            token = self.pins.pop().transfer()
            LOG.info("draining %s", token)
            yield token


def reap(pool: Pool) -> int:
    count, tokens = pool.drain()
    for token in tokens:
        token.discard()
    return count + sum(token.land().is_mine() for token in pool.drained())
