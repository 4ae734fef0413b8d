"""A mutant in a process that has imported the project already: the code of one function is swapped.

Good for a change inside of a function that was not called while the project was imported.
"""

from __future__ import annotations

import gc
from functools import lru_cache
from types import CodeType, FunctionType


def functions(file: str) -> dict[tuple[str, int], list[FunctionType]]:
    """The functions that were made of a file, by name and first line."""
    found: dict[tuple[str, int], list[FunctionType]] = {}
    for thing in gc.get_objects():
        if type(thing) is FunctionType and thing.__code__.co_filename == file:
            code = thing.__code__
            found.setdefault((code.co_name, code.co_firstlineno), []).append(thing)
    return found


def swapped(old: str, new: str, file: str) -> tuple[CodeType, CodeType] | None:
    """The code of the one outermost function that differs; None when something else does."""
    return _differing(_compiled(old, file), _compiled(new, file))


@lru_cache(maxsize=2)
def _compiled(source: str, file: str) -> CodeType:
    return compile(source, file, "exec", dont_inherit=True)


def _differing(old: CodeType, new: CodeType) -> tuple[CodeType, CodeType] | None:
    if _itself(old) != _itself(new):
        return None
    inner = zip(_inner(old), _inner(new), strict=True)
    changed = [(one, other) for one, other in inner if not _same(one, other)]
    if len(changed) != 1:
        return None
    [(one, other)] = changed
    if not one.co_flags & 1:
        # A class: not optimized.
        return _differing(one, other)
    # The cells of a closure are fixed.
    return (one, other) if one.co_freevars == other.co_freevars else None


def _same(old: CodeType, new: CodeType) -> bool:
    return _itself(old) == _itself(new) and all(map(_same, _inner(old), _inner(new)))


def _inner(code: CodeType) -> list[CodeType]:
    return [constant for constant in code.co_consts if isinstance(constant, CodeType)]


def _itself(code: CodeType) -> tuple[object, ...]:
    """Everything of it but the lines, and what is inside."""
    constants = tuple(
        "code" if isinstance(constant, CodeType) else (type(constant), repr(constant))
        for constant in code.co_consts
    )
    return (
        *(code.co_code, constants, code.co_names, code.co_varnames, code.co_cellvars),
        *(code.co_freevars, code.co_flags, code.co_name, code.co_argcount),
        *(code.co_kwonlyargcount, getattr(code, "co_exceptiontable", b"")),
    )
