"""Config: what an engine is made from."""

from __future__ import annotations

from typing import Any

import wasmtime as raw

from ..ownership.send import Sync
from ..ownership.sharing import Sharing
from .configuring import Configuration, plain, setting, step
from .guards import GUARDS, guarded

__all__ = ["Config"]


def _setters(cls: type[Config]) -> type[Config]:
    # wasmtime's properties, those that the installed version has.
    for name in GUARDS["Config"]:
        found = raw.Config.__dict__.get(name)
        if isinstance(found, property):
            setattr(cls, name, setting(found, name))
        elif found is None and name not in cls.__dict__ and not hasattr(cls, name):
            setattr(cls, name, property(None, _unknown(name), doc="Not in this wasmtime."))
    return cls


def _unknown(name: str) -> Any:
    def assign(self: Config, value: object) -> None:
        raise AttributeError(f"the installed wasmtime has no setting {name}; install a newer one")

    return assign


_flag_enable = step(raw.Config.cranelift_flag_enable)
_flag_set = step(raw.Config.cranelift_flag_set)


@guarded("Config")
@_setters
@Sync.register
class Config(Configuration, raw.Config):
    """How an engine compiles and runs code. Filled in by one thread, used up by an Engine."""

    _kind = "config"

    def __init__(self) -> None:
        self._unmade()
        self._sharing = Sharing("Config")
        self._settings: dict[str, Any] = {}
        raw.Config.__init__(self)

    def cranelift_flag_enable(self, flag: str) -> None:
        """Turn on a flag of Cranelift. Raises TypeError when it is no str."""
        _flag_enable(self, plain(flag, "flag"))

    def cranelift_flag_set(self, key: str, value: str) -> None:
        """Set a flag of Cranelift. Raises TypeError when either is no str."""
        _flag_set(self, plain(key, "key"), plain(value, "value"))
