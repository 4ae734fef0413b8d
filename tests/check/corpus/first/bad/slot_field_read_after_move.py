"""Slots of a scheduler: a slot's pin is handed over under a local name, then read by its field."""

import threading
from dataclasses import dataclass

from safestore import Pinned, Store, TransferToken


@dataclass
class Slot:
    number: int
    pin: Pinned[Store]
    runs: int = 0


def run(token: TransferToken[Store], number: int) -> None:
    with token.land() as pin:
        pin.value.set_fuel(number)


def dispatch(slot: Slot) -> threading.Thread:
    pin = slot.pin
    thread = threading.Thread(target=run, args=(pin.transfer(), slot.number))
    thread.start()
    slot.runs += 1
    slot.pin.value.gc()  # E: safestore-moved
    return thread
