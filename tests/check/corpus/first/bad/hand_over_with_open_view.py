"""Writes a job into the guest's memory and sends the store off before the view is given back."""

import queue

from safestore import Memory, Pinned, Store, TransferToken


def post(
    pin: Pinned[Store],
    memory: Memory,
    workers: "queue.Queue[TransferToken[Store]]",
    job: bytes,
) -> int:
    with memory.view(pin) as view:
        free = len(view) - len(job)
        if free < 0:
            raise OverflowError(-free)
        view[0 : len(job)] = job
        workers.put(pin.transfer())  # E: safestore-borrow
    return free
