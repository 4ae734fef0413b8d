"""A generator with contextlib lends a pin and tidies up, but does not close what it lent."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from safestore import Engine, Pinned, Store

log = logging.getLogger(__name__)


@contextmanager
def tidied(pin: Pinned[Store]) -> Iterator[Pinned[Store]]:
    log.info("begin %s", pin)
    try:
        yield pin
    finally:
        pin.value.gc()


def report(engine: Engine) -> str:
    pin = Pinned(Store(engine))
    with tidied(pin) as lent:
        lent.value.set_limits(memories=2)
    lent.value.gc()
    with tidied(pin) as lent:
        lent.value.set_limits(memories=1)
    pin.close()
    pin.close()
    return f"{lent} is mine: {lent.is_mine()}"


if __name__ == "__main__":
    print(report(Engine()))
