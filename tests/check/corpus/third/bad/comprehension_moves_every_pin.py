"""Moves a list of pinned shards in a comprehension, then walks the same list of pins once more."""

from __future__ import annotations

from safestore import Engine, Pinned, Store, TransferToken


def shards(engine: Engine, count: int) -> list[Pinned[Store]]:
    return [Pinned(Store(engine)) for _ in range(count)]


def ship(engine: Engine, count: int) -> list[TransferToken[Store]]:
    pins = shards(engine, count)
    for number, pin in enumerate(pins):
        pin.value.set_limits(instances=number + 1)
    tokens = [pin.transfer() for pin in pins]
    for pin in pins:
        pin.value.gc()  # E: safestore-moved|safestore-maybe-moved
    return tokens
