"""A helper parks every store of a test and is to return the tokens; it returns only the last."""

from __future__ import annotations

from collections.abc import Sequence

from safestore import Engine, Pinned, Store, TransferToken


def park(pins: Sequence[Pinned[Store]]) -> TransferToken[Store] | None:
    token: TransferToken[Store] | None = None
    for pin in pins:
        pin.value.gc()
        token = pin.transfer()  # E: safestore-leak
    return token


def test_parked_stores_come_back() -> None:
    engine = Engine()
    token = park([Pinned(Store(engine)) for _ in range(3)])
    assert token is not None
    with token.land() as pin:
        assert pin.is_mine()
