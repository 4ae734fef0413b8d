"""The dict is the caller's, and keeps the bytes of a slice."""

from __future__ import annotations

from safestore import Memory, Pinned, Store


def collect(p: Pinned[Store], m: Memory, out: dict[str, bytearray]) -> None:
    with m.view(p) as v:
        head = v[0:4]
        out["head"] = bytearray(head)
