"""A renderer transfers its store to the encoder while it still looks at the frame in memory."""

from __future__ import annotations

import queue

from safestore import Memory, Pinned, Store, TransferToken


def render(
    pin: Pinned[Store],
    memory: Memory,
    colours: list[int],
    encoder: queue.Queue[TransferToken[Store]],
) -> int:
    with memory.view(pin) as frame:
        for index, colour in enumerate(colours):
            frame[index] = colour
        if len(colours) > 16:
            encoder.put(pin.transfer())  # E: safestore-borrow
            return len(colours)
    return 0
