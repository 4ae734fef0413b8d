"""What a project says about its checks: the table [tool.safestore] of its pyproject.toml."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

__all__ = ["Settings"]


@dataclass(frozen=True)
class Settings:
    """What a project allows and knows of its own types and functions.

    `allow_unsafe`: modules that may use escape hatches, as patterns (`pkg.native.*`).
    `sinks`: functions, by full name, whose arguments reach another thread.
    `send`, `not_send`: classes, by full name, that may, or may not, go to another thread.
    `disable`: codes that are not reported.
    `warn_unused_ignores`: report a `# type: ignore[safestore-...]` that nothing needed.
    """

    allow_unsafe: tuple[str, ...] = ()
    sinks: tuple[str, ...] = ()
    send: tuple[str, ...] = ()
    not_send: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()
    warn_unused_ignores: bool = False

    def may_be_unsafe(self, module: str) -> bool:
        """Whether a module, by its full name, is one of those that may use escape hatches."""
        return any(fnmatchcase(module, pattern) for pattern in self.allow_unsafe)
