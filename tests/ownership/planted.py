"""Mistakes planted in the package, for tests that must find them."""

from __future__ import annotations

import inspect
import sys
import textwrap
from typing import Any

import pytest


def plant(patch: pytest.MonkeyPatch, owner: Any, name: str, right: str, wrong: str) -> None:
    """Until the patch is undone, the function has `wrong` where its source says `right`.

    `owner` is its module or class. Where `right` is not there exactly once, that is an error: the
    function was changed, and the mistake must be planted anew.
    """
    function = vars(owner)[name]
    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(right) == 1, f"{right!r} is {source.count(right)} times in {name}"
    scope: dict[str, Any] = {}
    code = "from __future__ import annotations\n" + source.replace(right, wrong)
    module = sys.modules[function.__module__]
    exec(compile(code, inspect.getfile(function), "exec"), vars(module), scope)
    patch.setattr(owner, name, scope[name])
