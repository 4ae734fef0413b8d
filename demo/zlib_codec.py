"""zlib's format, compressed and decompressed by wasm.

The guest pulls its input: whenever it wants more it calls `read`, and the host writes into its
memory. What it has produced it pushes with `write`, and the host reads it from there.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from demo.guests import Guests


def compress(guests: Guests, data: bytes) -> bytes:
    """`data` as a zlib stream."""
    pieces: list[bytes] = []
    _run(guests, "deflate", data, pieces.append)
    return b"".join(pieces)


def decompress(guests: Guests, stream: bytes) -> bytes:
    """What the zlib stream holds; bytes after its end are left alone.

    Raises:
        RefusedError: it is no zlib stream, is cut off or damaged.
    """
    pieces: list[bytes] = []
    decompress_to(guests, stream, pieces.append)
    return b"".join(pieces)


def decompress_to(guests: Guests, stream: bytes, sink: Callable[[bytes], object]) -> None:
    """The same in pieces: `sink` gets each as soon as it is there, within the guest's call."""
    _run(guests, "inflate", stream, sink)


def _run(guests: Guests, direction: str, data: bytes, sink: Callable[[bytes], object]) -> None:
    source = io.BytesIO(data)

    def read(caller: Any, address: int, capacity: int) -> int:
        piece = source.read(capacity)
        guest.memory.write(caller, piece, address)
        return len(piece)

    def write(caller: Any, address: int, length: int) -> None:
        sink(guest.memory.read(caller, address, address + length))

    with guests.start(direction, read=read, write=write) as guest:
        guest.check(direction)
