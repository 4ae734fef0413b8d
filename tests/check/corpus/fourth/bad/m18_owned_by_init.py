"""The class takes the pin over when it is made."""

from __future__ import annotations

from safestore import Owned, Pinned, Store


class Parcel:
    def __init__(self, pin: Owned[Store]) -> None:
        self.token = pin.transfer()


def pack(p: Pinned[Store]) -> Parcel:
    parcel = Parcel(p)
    p.value.gc()  # E: safestore-moved
    return parcel
