"""Moves a store, then finds out whom to send it to; on each way out the token is dealt with."""

from __future__ import annotations

import queue

from safestore import Engine, Pinned, Store, TransferToken

Lanes = dict[str, queue.Queue[TransferToken[Store]]]


class UnknownRegionError(LookupError):
    pass


def route(pin: Pinned[Store], region: str, lanes: Lanes) -> None:
    token = pin.transfer()
    target = lanes.get(region)
    if target is None:
        token.discard()
        raise UnknownRegionError(region)
    if target.full():
        raise BufferFullError(region, token)
    target.put(token)


class BufferFullError(RuntimeError):
    def __init__(self, region: str, token: TransferToken[Store]) -> None:
        super().__init__(f"{region} is full")
        self.token = token


if __name__ == "__main__":
    engine = Engine()
    found: Lanes = {"eu": queue.Queue(1)}
    route(Pinned(Store(engine)), "eu", found)
    try:
        route(Pinned(Store(engine)), "eu", found)
    except BufferFullError as full:
        full.token.discard()
    found["eu"].get().discard()
