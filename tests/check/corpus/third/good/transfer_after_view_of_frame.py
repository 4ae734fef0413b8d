"""A renderer transfers its store to the encoder when its look at the frame has ended."""

from __future__ import annotations

import queue

from safestore import Engine, Limits, Memory, MemoryType, Pinned, Store, TransferToken


def render(
    pin: Pinned[Store],
    memory: Memory,
    colours: list[int],
    encoder: queue.Queue[TransferToken[Store]],
) -> bytes:
    with memory.view(pin) as frame:
        for index, colour in enumerate(colours):
            frame[index] = colour
        head = frame[: len(colours)].tobytes()
    memory.grow(pin, 1)
    with memory.view(pin, 65536, 4) as frame:
        frame[0] = 1
    encoder.put(pin.transfer())
    return head


if __name__ == "__main__":
    pin = Pinned(Store(Engine()))
    out: queue.Queue[TransferToken[Store]] = queue.Queue()
    print(render(pin, Memory(pin, MemoryType(Limits(1, 4))), [1, 2, 3], out))
    out.get().discard()
