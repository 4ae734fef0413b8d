"""Which Python interpreters this layer may run in: those that it was tried in."""

from __future__ import annotations

import sysconfig
from typing import Any

from ..errors import AbiError

__all__ = ["check_interpreter"]


def _is_main(interpreters: Any) -> bool:
    current, main = interpreters.get_current(), interpreters.get_main()
    # An id, or from 3.13 on a pair that begins with one.
    first = current[0] if isinstance(current, tuple) else current
    second = main[0] if isinstance(main, tuple) else main
    return bool(int(first) == int(second))


def check_interpreter() -> None:
    """Raise AbiError in a subinterpreter, and on a build without the GIL.

    The guards rely on the GIL (ownership/region.py); cffi's callbacks belong to one interpreter.
    """
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        raise AbiError(
            "this is a free-threaded build of CPython, on which safestore has not been tried; use "
            "the ordinary build"
        )
    try:
        import _interpreters as interpreters  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        try:
            import _xxsubinterpreters as interpreters  # type: ignore[import-not-found, unused-ignore, no-redef]
        except ImportError:
            return
    if not _is_main(interpreters):
        raise AbiError(
            "this is a subinterpreter, in which safestore has not been tried; use a thread or a "
            "process of the main interpreter"
        )
