"""The class only looks at the pin when it is made."""

from __future__ import annotations

from safestore import Owned, Pinned, Store


class Parcel:
    def __init__(self, pin: Pinned[Store]) -> None:
        self.fuel = pin.value.get_fuel()

    def send(self, pin: Owned[Store]) -> None:
        pin.close()


def pack(p: Pinned[Store]) -> Parcel:
    parcel = Parcel(p)
    p.value.gc()
    return parcel
