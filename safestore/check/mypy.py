"""The mypy plugin: `plugins = ["safestore.check.mypy"]`.

It reports what `safestore check` reports, as mypy's own errors: `# type: ignore[safestore-moved]`,
`--disable-error-code`, the cache, JSON output and parallel runs work as for any other. It needs
mypy 2.4 or newer.
"""

from __future__ import annotations

import sys

from mypy.plugin import Plugin

__all__ = ["plugin"]


def plugin(version: str) -> type[Plugin]:
    """mypy's entry point: the class of the plugin for that version of mypy."""
    if hasattr(Plugin, "get_additional_indirect_deps"):
        # Not before: what it imports of mypy is not there in older ones.
        from .hooks import Checks

        return Checks
    print(
        f"safestore: mypy {version} is too old for the plugin safestore.check.mypy, which needs"
        " mypy 2.4 or newer: it reports nothing. `safestore check PATHS` works with this mypy,"
        " and reports the same.",
        file=sys.stderr,
    )
    return Plugin
