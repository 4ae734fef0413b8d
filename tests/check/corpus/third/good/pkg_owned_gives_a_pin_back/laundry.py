"""Sends a store to a thread of its own and gives it back."""

from __future__ import annotations

import threading

from safestore import Owned, Pinned, Store, TransferToken


def wash(pin: Owned[Store]) -> Pinned[Store]:
    back: list[TransferToken[Store]] = []

    def work(token: TransferToken[Store]) -> None:
        landed = token.land()
        landed.value.gc()
        back.append(landed.transfer())

    thread = threading.Thread(target=work, args=(pin.transfer(),))
    thread.start()
    thread.join()
    return back.pop().land()


def look_at(pin: Pinned[Store]) -> str:
    return repr(pin)
