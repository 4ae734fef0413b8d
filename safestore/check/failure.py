"""Why a check could not be made."""

from __future__ import annotations

__all__ = ["CannotCheck"]


class CannotCheck(Exception):
    """Nothing could be checked: a path, the settings, mypy or the code itself stands in the way.

    The message is for the user, and may have several lines.
    """
