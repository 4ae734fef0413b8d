"""A step of a pipeline hands its store on and meters it in `finally`, when it is gone."""

from __future__ import annotations

import logging
import queue

from safestore import Func, Pinned, Store, TransferToken

log = logging.getLogger(__name__)


def stage(
    pin: Pinned[Store], work: Func, following: queue.SimpleQueue[TransferToken[Store]]
) -> None:
    try:
        work(pin, 1)
        following.put(pin.transfer())
    except RuntimeError:
        log.exception("the stage failed")
        raise
    finally:
        fuel = pin.value.get_fuel()  # E: safestore-moved|safestore-maybe-moved
        log.info("fuel left: %d", fuel)
