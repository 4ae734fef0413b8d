"""Copies of a checkout, in which guards are taken away."""

from __future__ import annotations

import shutil
from pathlib import Path

__all__ = ["copy"]

_LEFT_OUT = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info")


def copy(root: Path, place: Path) -> Path:
    """A copy of the tree at `root` in `place`, which must not exist, compiled modules included."""
    return Path(shutil.copytree(root, place, ignore=_LEFT_OUT))
