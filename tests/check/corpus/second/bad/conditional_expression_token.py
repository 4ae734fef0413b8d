"""A render step moves its store to a thread when the scene is big; it counts frames in any case."""

from __future__ import annotations

import threading

from safestore import Global, Instance, Module, Pinned, Store, TransferToken


def render(token: TransferToken[Store]) -> None:
    with token.land() as pin:
        pin.value.gc()


def frames_done(counter: Global, pin: Pinned[Store]) -> int:
    return int(counter.value(pin))


def draw(pin: Pinned[Store], module: Module, size: int) -> int:
    counter = Instance(pin, module, []).exports(pin).global_("frames")
    token = pin.transfer() if size > 1024 else None
    helper = threading.Thread(target=render, args=(token,)) if token is not None else None
    if helper is not None:
        helper.start()
        helper.join()
    return frames_done(counter, pin)  # E: safestore-maybe-moved
