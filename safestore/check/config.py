"""Reads the table [tool.safestore] of a pyproject.toml."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import fields
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any

from .failure import CannotCheck
from .rules import RULES
from .settings import Settings

__all__ = ["find", "read"]

_FILE = "pyproject.toml"
_TABLE = "[tool.safestore]"
_DEFAULTS = Settings()

# mypy itself needs the second one, up to Python 3.10.
_tomllib = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")


def find(start: Path) -> Settings:
    """The settings of the nearest pyproject.toml that has some, from a directory upward.

    The default ones where there is none. Raises CannotCheck for a file on the way that cannot be
    read.
    """
    start = start.resolve()
    for directory in (start, *start.parents):
        path = directory / _FILE
        if path.is_file():
            table = _table(path)
            if table is not None:
                return _settings(path, table)
    return _DEFAULTS


def read(path: Path) -> Settings:
    """The settings in a file. Raises CannotCheck where there are none, or wrong ones."""
    table = _table(path)
    if table is None:
        raise CannotCheck(f"{path}: there is no table {_TABLE}")
    return _settings(path, table)


def _table(path: Path) -> Mapping[str, Any] | None:
    try:
        with path.open("rb") as file:
            document = _tomllib.load(file)
    except OSError as error:
        raise CannotCheck(f"cannot read {path}: {error.strerror or error}") from None
    except ValueError as error:
        raise CannotCheck(f"{path} is no valid TOML: {error}") from None
    tool = document.get("tool", {})
    table = tool.get("safestore") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise CannotCheck(f"{path}: {_TABLE} has to be a table, not {_named(table)}")
    return table


def _settings(path: Path, table: Mapping[str, Any]) -> Settings:
    names = [field.name for field in fields(Settings)]
    given: dict[str, Any] = {}
    for key, value in table.items():
        if key not in names:
            near = get_close_matches(key, names, 1)
            mend = f"did you mean `{near[0]}`?" if near else f"there are {', '.join(names)}"
            raise CannotCheck(f"{path}: {_TABLE} knows no `{key}`; {mend}")
        given[key] = _value(path, key, value)
    for code in given.get("disable", ()):
        if code not in RULES:
            raise CannotCheck(f"{path}: {_TABLE} disable: there is no code {code!r}")
    return Settings(**given)


def _value(path: Path, key: str, value: Any) -> bool | tuple[str, ...]:
    if isinstance(getattr(_DEFAULTS, key), bool):
        if isinstance(value, bool):
            return value
        raise CannotCheck(f"{path}: {_TABLE} {key} has to be true or false, not {_named(value)}")
    if isinstance(value, list):
        for item in value:
            if not isinstance(item, str):
                raise CannotCheck(
                    f"{path}: {_TABLE} {key} has to be a list of strings; "
                    f"{item!r} in it is {_named(item)}"
                )
        return tuple(value)
    raise CannotCheck(f"{path}: {_TABLE} {key} has to be a list of strings, not {_named(value)}")


_NAMES = {bool: "a boolean", str: "a string", int: "a number", float: "a number", list: "a list"}


def _named(value: object) -> str:
    """What TOML calls a value."""
    return _NAMES.get(type(value), "a table" if isinstance(value, dict) else "a date or time")
