"""Engine: compiles modules and makes stores. Shared by as many threads as you like."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import wasmtime as raw

from ..native.engine import engine_is_pulley, engine_new, increment_epoch
from ..native.owned import release
from ..native.trap_handlers import displaced, needed
from ..ownership.send import Sync
from .arguments import kind_of
from .config import Config
from .owned import Owned
from .unmade import NEVER_MADE

__all__ = ["Engine"]


@Sync.register
class Engine(Owned, raw.Engine):
    """Compiles modules and makes stores. It may be used by many threads at once."""

    _kind = "engine"
    # What was configured, by the name of the Config property.
    _settings: Mapping[str, Any] = NEVER_MADE
    # Whether its guest code's traps rely on the process's signal handlers.
    _handlers = True

    def __init__(self, config: raw.Config | None = None) -> None:
        """An engine with wasmtime's defaults, or of a Config, which is used up.

        Raises TypeError when `config` is no Config, ClosedError when it was used up already.
        """
        self._unmade()
        settings: dict[str, Any] = {}
        if config is None:
            self._native = engine_new(None)
        elif isinstance(config, Config):
            settings = config._settings
            self._native = engine_new(release(config._take_for_use()))
        else:
            raise TypeError(f"expected a Config, got {kind_of(config)}")
        self._settings = MappingProxyType(settings)
        self._handlers = needed(settings, engine_is_pulley(self._native))
        if self._handlers:
            # The first engine of the process has installed them: they are seen as they stand.
            displaced()

    def increment_epoch(self) -> None:
        """Advance the epoch by one tick; any thread, any time, a signal handler too."""
        increment_epoch(self._open())

    def is_pulley(self) -> bool:
        """Whether code runs in wasmtime's interpreter."""
        return engine_is_pulley(self._open())
