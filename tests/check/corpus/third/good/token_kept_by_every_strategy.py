"""Retires a store by a strategy: one keeps the token, one yields it in a pair, one lands it."""

from __future__ import annotations

import logging

from safestore import Engine, Pinned, Store, TransferToken

log = logging.getLogger(__name__)


class Attic:
    def __init__(self) -> None:
        self.tokens: dict[str, TransferToken[Store]] = {}

    def retire(self, pin: Pinned[Store], strategy: str) -> tuple[str, TransferToken[Store]] | None:
        token = pin.transfer()
        match strategy:
            case "keep":
                self.tokens[repr(token)] = token
            case "give":
                log.warning("retired %r", token)
                return strategy, token
            case _:
                with token.land() as landed:
                    landed.value.gc()
        return None

    def clear(self) -> None:
        while self.tokens:
            self.tokens.popitem()[1].discard()


if __name__ == "__main__":
    attic = Attic()
    for name in ("keep", "give", "drop"):
        if (given := attic.retire(Pinned(Store(Engine())), name)) is not None:
            given[1].discard()
    attic.clear()
