"""A lifespan keeps its pin in a module global; the handler's helper, on a thread, reads it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from safestore import Engine, Func, Instance, Module, Pinned, Store

WAT = '(module (func (export "score") (param i32) (result i32) (local.get 0)))'

_pin = Pinned(Store(Engine()))
_exports: dict[str, int] = {}


def _score_func() -> Func:
    return Instance(_pin, Module(_pin.value.engine, WAT), []).exports(_pin).func("score")


def score(text: str) -> int:
    _exports["score"] = _exports.get("score", 0) + 1
    return int(_score_func()(_pin, len(text)))


@contextlib.asynccontextmanager
async def lifespan() -> AsyncIterator[None]:
    try:
        yield
    finally:
        _pin.close()


async def post_score(text: str) -> dict[str, int]:
    value = await asyncio.to_thread(score, text)  # E: safestore-send
    return {"score": value, "calls": _exports["score"]}


async def main() -> None:
    async with lifespan():
        print(await post_score("hello"))
