"""A Caller is kept in an object that is kept in a global list."""

from __future__ import annotations

from dataclasses import dataclass

from safestore import Caller


@dataclass
class Context:
    caller: Caller
    n: int


SEEN: list[Context] = []


def on_call(caller: Caller, n: int) -> int:
    SEEN.append(Context(caller, n))  # E: safestore-borrow
    return n
