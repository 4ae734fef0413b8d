"""Tokens travel between threads only; here one is put on a multiprocessing queue for a child."""

from __future__ import annotations

import multiprocessing

from safestore import Engine, Pinned, Store


def shard(engine: Engine, shards: int) -> list[str]:
    context = multiprocessing.get_context("spawn")
    work = context.Queue()
    names: list[str] = []
    for number in range(shards):
        pin = Pinned(Store(engine))
        name = f"shard-{number}"
        token = pin.transfer()
        work.put((name, token))  # E: safestore-send
        names.append(name)
    work.close()
    return names
