"""WASI's output callbacks. The configuration is alive, being an argument; one thread uses it."""

from __future__ import annotations

from typing import Any

from .callback import HostOutput
from .library import lib

__all__ = ["set_stderr_custom", "set_stdout_custom"]


def set_stdout_custom(config: Any, output: HostOutput) -> None:
    """The number outlives `output` harmlessly: it is looked up at each write. No finalizer."""
    lib.wasi_config_set_stdout_custom(config, output.callback, output.number, 0)


def set_stderr_custom(config: Any, output: HostOutput) -> None:
    """As set_stdout_custom."""
    lib.wasi_config_set_stderr_custom(config, output.callback, output.number, 0)
