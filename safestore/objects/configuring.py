"""Configurations: wasmtime's own setters, one at a time, on an object that cannot vanish (L1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import wasmtime as raw

from ..errors import WasmtimeError
from ..ownership.sharing import Sharing
from .arguments import size, text
from .owned import Owned
from .unmade import NEVER_MADE

__all__ = ["Configuration", "plain", "setting", "step"]


class Configuration(Owned):
    """A native configuration that is filled in and then used up by what it configures."""

    _sharing: Sharing = NEVER_MADE
    # What was set, by the name of the property.
    _settings: dict[str, Any] = NEVER_MADE

    def _take_for_use(self) -> Any:
        """The cdata, for the object that is configured; this one is closed afterwards."""
        return self._take()


def plain(value: Any, what: str) -> Any:
    """A value as C takes it whole: a str without NULs, an int of 64 bits, or anything else."""
    if isinstance(value, str):
        return text(value, what)
    if isinstance(value, int) and not isinstance(value, bool):
        return size(value, what)
    return value


def setting(inherited: property, name: str, checked: Callable[[Any, str], Any] = plain) -> property:
    """wasmtime's setter, for a value that `checked` has let through.

    What was set is remembered in `_settings` under `name`.
    """
    assert inherited.fset is not None
    fset = inherited.fset

    def assign(self: Any, value: Any) -> None:
        # The reference keeps the native object alive, should another thread close it now.
        _alive = self._open()
        value = checked(value, name)
        with _our_errors():
            fset(self, value)
        self._settings[name] = value

    return property(None, assign, doc=inherited.__doc__)


def step(method: Callable[..., Any]) -> Callable[..., Any]:
    """wasmtime's method, on a native object that stays alive until it returns."""

    @wraps(method)
    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        _alive = self._open()
        with _our_errors():
            return method(self, *args, **kwargs)

    return call


@contextmanager
def _our_errors() -> Iterator[None]:
    """Raise what wasmtime's own code raises as this package's class of the same name."""
    try:
        yield
    except WasmtimeError:
        raise
    except raw.WasmtimeError as error:
        raise WasmtimeError(str(error)) from None
