"""A test double runs what is submitted at once, on the same thread: a store may go in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from safestore import Engine, Func, Instance, Module, Store

T = TypeVar("T")


class Inline:
    """Looks like an executor, and is none."""

    def __init__(self) -> None:
        self.jobs = 0

    def submit(self, job: Callable[..., T], *args: Any) -> T:
        self.jobs += 1
        return job(*args)


def negate_all(executor: Inline, store: Store, negate: Func, values: list[int]) -> list[int]:
    return [int(executor.submit(negate, store, value)) for value in values]


@pytest.fixture
def inline() -> Inline:
    return Inline()


def test_negates(inline: Inline) -> None:
    text = """(module (func (export "n") (param i32) (result i32)
      (i32.sub (i32.const 0) (local.get 0))))"""
    store = Store(Engine())
    negate = Instance(store, Module(store.engine, text), []).exports(store).func("n")
    assert negate_all(inline, store, negate, [1, 2]) == [-1, -2]
    assert inline.jobs == 2
