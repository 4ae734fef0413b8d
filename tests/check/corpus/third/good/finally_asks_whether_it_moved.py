"""A step of a pipeline hands its store on; its `finally` closes the store only if it is here."""

from __future__ import annotations

import logging
import queue

from safestore import Engine, Pinned, Store, TransferToken

log = logging.getLogger(__name__)


def stage(
    pin: Pinned[Store], broken: bool, following: queue.SimpleQueue[TransferToken[Store]]
) -> None:
    try:
        pin.value.gc()
        if broken:
            raise RuntimeError("the stage is broken")
        following.put(pin.transfer())
    except RuntimeError:
        log.exception("the stage failed")
        raise
    finally:
        log.info("done with %s", pin)
        if not pin.moved:
            pin.value.gc()
            pin.close()


if __name__ == "__main__":
    rest: queue.SimpleQueue[TransferToken[Store]] = queue.SimpleQueue()
    stage(Pinned(Store(Engine())), False, rest)
    rest.get().discard()
