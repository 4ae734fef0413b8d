"""WasiConfig: what a WASI program sees of the host."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import wasmtime as raw

from ..native.callback import HostOutput
from ..native.wasi import set_stderr_custom, set_stdout_custom
from ..ownership.sharing import Sharing
from .configuring import Configuration, setting, step
from .guards import guarded

__all__ = ["WasiConfig"]

_SETTINGS = ("argv", "env", "stdin_file", "stdout_file", "stderr_file")
_STEPS = (
    "inherit_argv",
    "inherit_env",
    "inherit_stdin",
    "inherit_stdout",
    "inherit_stderr",
    "preopen_dir",
)


def _inherited(cls: type[WasiConfig]) -> type[WasiConfig]:
    for name in _SETTINGS:
        setattr(cls, name, setting(raw.WasiConfig.__dict__[name], name))
    for name in _STEPS:
        setattr(cls, name, step(raw.WasiConfig.__dict__[name]))
    return cls


@guarded("WasiConfig")
@_inherited
class WasiConfig(Configuration, raw.WasiConfig):
    """What a WASI program sees of the host. Used up by `Store.set_wasi`."""

    _kind = "wasi"

    def __init__(self) -> None:
        self._unmade()
        self._sharing = Sharing("WasiConfig")
        self._settings: dict[str, Any] = {}
        # The output callbacks; the store that uses this configuration up keeps them.
        self._outputs: list[HostOutput] = []
        raw.WasiConfig.__init__(self)

    def _set_stdout_custom(self, callback: Callable[[bytes], int | None]) -> None:
        """`callback` gets what the guest writes to stdout; it returns None, or how much it took.

        An exception of its reaches whoever called the guest. Raises TypeError when it cannot be
        called.
        """
        set_stdout_custom(self._open(), self._output(callback))

    def _set_stderr_custom(self, callback: Callable[[bytes], int | None]) -> None:
        """The same for stderr."""
        set_stderr_custom(self._open(), self._output(callback))

    stdout_custom = property(None, _set_stdout_custom, doc=_set_stdout_custom.__doc__)
    stderr_custom = property(None, _set_stderr_custom, doc=_set_stderr_custom.__doc__)

    def _output(self, callback: Callable[[bytes], int | None]) -> HostOutput:
        if not callable(callback):
            raise TypeError(f"expected a callable, got {type(callback).__name__}")
        output = HostOutput(callback)
        self._outputs.append(output)
        return output
