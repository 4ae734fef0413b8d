"""Keeps wasmtime's own code on wasmtime once the facade has taken its name.

wasmtime's modules bind each other's classes while they load. A few of its functions import at each
call instead (`from wasmtime import Func`): they would get safestore's classes, which are not what
the pointers that they handle belong to. Their code is changed in place, since other modules hold
the same function objects, to import from a second name of the real package.
"""

from __future__ import annotations

import dis
import sys
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType

SECOND_NAME = "wasmtime (raw)"


def keep_raw(raw: ModuleType) -> None:
    """Gives the real package its second name, and makes its late imports use it."""
    sys.modules[SECOND_NAME] = raw
    for function in late_importers(raw.__name__):
        function.__code__ = _renamed(function.__code__, raw.__name__)


def late_importers(package: str) -> list[FunctionType]:
    """The functions of the package's loaded modules that import the package when they are called.

    Functions inside functions are not looked at: wasmtime has none that import.
    """
    modules = [
        module
        for name, module in list(sys.modules.items())
        if name == package or name.startswith(package + ".")
    ]
    return [
        function
        for module in modules
        for function in _functions(module)
        if _imports(function.__code__, package)
    ]


def _functions(module: ModuleType) -> Iterator[FunctionType]:
    for value in list(vars(module).values()):
        if getattr(value, "__module__", None) != module.__name__:
            continue
        yield from _unwrapped(value)
        if isinstance(value, type):
            for member in list(vars(value).values()):
                yield from _unwrapped(member)


def _unwrapped(value: object) -> Iterator[FunctionType]:
    if isinstance(value, (staticmethod, classmethod)):
        value = value.__func__
    candidates = (value.fget, value.fset, value.fdel) if isinstance(value, property) else (value,)
    for candidate in candidates:
        if isinstance(candidate, FunctionType):
            yield candidate


def _imports(code: CodeType, package: str) -> bool:
    # The names first: disassembling everything would take longer than importing it.
    return package in code.co_names and any(
        step.opname == "IMPORT_NAME" and step.argval == package
        for step in dis.get_instructions(code)
    )


def _renamed(code: CodeType, package: str) -> CodeType:
    return code.replace(
        co_names=tuple(SECOND_NAME if name == package else name for name in code.co_names)
    )
