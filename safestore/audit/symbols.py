"""Whether a guard and an error of the ledger exist, found by importing them.

A guard has to be safestore's own. Its classes subclass wasmtime's, so a method that safestore
no longer overrides is still found by `getattr`, and guards nothing: it counts as missing.
"""

from __future__ import annotations

import builtins
import importlib
import inspect
from types import FunctionType, ModuleType

__all__ = ["missing_error", "missing_guard"]

_PACKAGE = "safestore"
_NOT_FOUND = object()


def missing_guard(symbol: str) -> str | None:
    """Why `safestore.module:Qual.name` is not a symbol of safestore, or None if it is."""
    module_name, _, qualified = symbol.partition(":")
    module = _import(module_name)
    if isinstance(module, str):
        return module
    first, *rest = qualified.split(".")
    current = vars(module).get(first, _NOT_FOUND)
    if current is _NOT_FOUND:
        return f"{module_name} has no {first}"
    if isinstance(current, (type, FunctionType)) and not _is_own(current.__module__):
        return f"{module_name} only imports {first} from {current.__module__}"
    for name in rest:
        if isinstance(current, type):
            owner = next((cls for cls in current.__mro__ if name in vars(cls)), None)
            if owner is None:
                return f"{current.__qualname__} has no {name}"
            if not _is_own(owner.__module__):
                return f"{current.__qualname__} inherits {name} from {owner.__module__}"
            current = vars(owner)[name]
        else:
            holder, current = current, inspect.getattr_static(current, name, _NOT_FOUND)
            if current is _NOT_FOUND:
                return f"a {type(holder).__qualname__} has no {name}"
    return None


def missing_error(name: str) -> str | None:
    """Why `name` is not an exception class a user can catch, or None if it is.

    Looked for in `safestore.errors`, among the builtins, and at the front door, which has
    wasmtime's own (`Trap`).
    """
    errors = _import(f"{_PACKAGE}.errors")
    if isinstance(errors, str):
        return errors
    for module in (errors, builtins, _import(_PACKAGE)):
        found = getattr(module, name, None) if isinstance(module, ModuleType) else None
        if isinstance(found, type) and issubclass(found, BaseException):
            return None
    return f"no exception class {name} in {_PACKAGE}.errors, in builtins or in {_PACKAGE}"


def _import(name: str) -> ModuleType | str:
    try:
        return importlib.import_module(name)
    except Exception as error:
        # Whatever a module raises at import, its guards are not there; the audit goes on.
        return f"importing {name} failed: {type(error).__name__}: {error}"


def _is_own(module: str) -> bool:
    return module == _PACKAGE or module.startswith(f"{_PACKAGE}.")
