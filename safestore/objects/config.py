"""Config: what an engine is made from."""

from __future__ import annotations

from typing import Any

import wasmtime as raw

from ..ownership.sharing import Sharing
from .configuring import Configuration, setting, step
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


@guarded("Config")
@_setters
class Config(Configuration, raw.Config):
    """How an engine compiles and runs code. Filled in by one thread, used up by an Engine."""

    _kind = "config"

    def __init__(self) -> None:
        self._unmade()
        self._sharing = Sharing("Config")
        self._settings: dict[str, Any] = {}
        raw.Config.__init__(self)

    cranelift_flag_enable = step(raw.Config.cranelift_flag_enable)
    cranelift_flag_set = step(raw.Config.cranelift_flag_set)
