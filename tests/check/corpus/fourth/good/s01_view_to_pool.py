"""A pool's thread is given a copy of the bytes."""

from __future__ import annotations

import zlib
from concurrent.futures import ThreadPoolExecutor

from safestore import Memory, Pinned, Store


def checksum(pool: ThreadPoolExecutor, p: Pinned[Store], m: Memory) -> int:
    with m.view(p) as v:
        return pool.submit(zlib.crc32, v.tobytes()).result()
