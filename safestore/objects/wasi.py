"""WasiConfig: what a WASI program sees of the host."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import wasmtime as raw

from ..errors import ConfigError
from ..native.callback import HostOutput
from ..native.control import set_wasi
from ..native.owned import release
from ..native.store import NativeStore
from ..native.wasi import set_stderr_custom, set_stdout_custom
from ..ownership.sharing import Sharing
from .arguments import path, text
from .configuring import Configuration, setting, step
from .guards import guarded
from .outcome import check

__all__ = ["WasiConfig", "give_wasi", "need_wasi"]


def _argv(value: Any, what: str) -> list[str]:
    return [text(item, f"an item of {what}") for item in value]


def _env(value: Any, what: str) -> list[tuple[str, str]]:
    pairs = []
    for name, item in value:
        pairs.append((text(name, f"a name in {what}"), text(item, f"a value in {what}")))
    return pairs


# What wasmtime's setters are given: they read a sequence twice, and C ends a string at a NUL.
_SETTINGS: dict[str, Callable[[Any, str], Any]] = {
    "argv": _argv,
    "env": _env,
    "stdin_file": path,
    "stdout_file": path,
    "stderr_file": path,
}
_STEPS = ("inherit_argv", "inherit_env", "inherit_stdin", "inherit_stdout", "inherit_stderr")


def _inherited(cls: type[WasiConfig]) -> type[WasiConfig]:
    for name, checked in _SETTINGS.items():
        setattr(cls, name, setting(raw.WasiConfig.__dict__[name], name, checked))
    for name in _STEPS:
        setattr(cls, name, step(raw.WasiConfig.__dict__[name]))
    return cls


_preopen_dir = step(raw.WasiConfig.preopen_dir)


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

    def preopen_dir(self, path: str, guest_path: str, *args: Any, **kwargs: Any) -> None:
        """Let the guest use the directory `path` of the host as `guest_path`.

        What follows the two says what it may do there, as in the installed version of wasmtime.
        Raises WasmtimeError when the directory cannot be opened, TypeError and ValueError for
        what is no path.
        """
        _preopen_dir(
            self,
            text(path, "the host's path"),
            text(guest_path, "the guest's path"),
            *args,
            **kwargs,
        )

    # To type checkers they are wasmtime's, which the stubs make precise.
    if not TYPE_CHECKING:
        stdout_custom = property(None, _set_stdout_custom, doc=_set_stdout_custom.__doc__)
        stderr_custom = property(None, _set_stderr_custom, doc=_set_stderr_custom.__doc__)

    def _output(self, callback: Callable[[bytes], int | None]) -> HostOutput:
        if not callable(callback):
            raise TypeError(f"expected a callable, got {type(callback).__name__}")
        output = HostOutput(callback)
        self._outputs.append(output)
        return output


def give_wasi(store: NativeStore, wasi: WasiConfig) -> None:
    """Use a configuration up for a store, inside its region."""
    config = wasi._take_for_use()
    for output in wasi._outputs:
        store.keep(output)
    store.outputs += tuple(wasi._outputs)
    store.wasi = True
    check(set_wasi(store, release(config)))


def need_wasi(store: NativeStore) -> None:
    """Before guest code can call WASI in a store, inside its region: wasmtime aborts the process
    when it does and no configuration was ever set. Until one is, the guest sees nothing of the
    host, and what it writes ends the call in a ConfigError that names the mend.
    """
    if not store.wasi:
        wasi = WasiConfig()
        wasi.stdout_custom = wasi.stderr_custom = _refuse_output
        give_wasi(store, wasi)


def _refuse_output(data: bytes) -> int:
    raise ConfigError(
        f"the guest writes {data[:40]!r} through WASI, and its Store was never given a WASI "
        "configuration: call store.set_wasi(WasiConfig()) before running it"
    )
