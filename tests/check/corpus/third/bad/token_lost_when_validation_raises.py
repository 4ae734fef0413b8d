"""Moves a store before it has checked whom to send it to; the check's raise loses the token."""

from __future__ import annotations

import queue

from safestore import Pinned, Store, TransferToken


class UnknownRegionError(LookupError):
    pass


def route(
    pin: Pinned[Store], region: str, regions: dict[str, queue.Queue[TransferToken[Store]]]
) -> None:
    token = pin.transfer()  # E: safestore-leak
    target = regions.get(region)
    if target is None:
        raise UnknownRegionError(region)
    target.put(token)
