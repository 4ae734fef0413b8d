"""What globals.py uses."""

from __future__ import annotations

from safestore import Pinned, Store

PIN = Pinned(Store())


def touch() -> None:
    PIN.value.gc()


def rest() -> None: ...
