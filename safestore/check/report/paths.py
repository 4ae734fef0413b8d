"""Paths as tools outside of this machine know them: below the current directory, with slashes."""

from __future__ import annotations

import os
from pathlib import PurePath

__all__ = ["relative"]


def relative(path: str) -> str:
    """The path from the current directory, as it is where it does not lead below that."""
    try:
        below = os.path.relpath(path)
    except ValueError:
        # Another drive.
        below = os.pardir
    if below.split(os.sep)[0] == os.pardir:
        return PurePath(path).as_posix()
    return PurePath(below).as_posix()
