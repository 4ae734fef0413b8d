"""Writes a job into the guest's memory, grows it between two views, and sends the store off."""

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
        memory.grow(pin, 1)
    with memory.view(pin) as view:
        view[0 : len(job)] = job
        free = len(view) - len(job)
    workers.put(pin.transfer())
    return free
