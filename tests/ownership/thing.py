"""What a region guards, without WebAssembly."""

from __future__ import annotations

import weakref
from collections.abc import Iterator

from safestore.ownership.bundle import InRegion
from safestore.ownership.region import Region
from safestore.ownership.send import NotSend


@NotSend.register
class Thing(InRegion):
    """Stands for a Store."""

    def __init__(self) -> None:
        self._region = Region("Store", lambda region, nested: None)
        self._region.contents = weakref.ref(self)
        # How often it was told to let go of what is native.
        self.freed = 0

    def _host_state(self) -> Iterator[tuple[str, object]]:
        return iter(())

    def _free(self) -> None:
        self.freed += 1
