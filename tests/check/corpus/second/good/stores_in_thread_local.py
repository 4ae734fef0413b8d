"""Handlers run in to_thread; what they share is a threading.local that has a store per thread."""

import asyncio
import threading

import wasmtime

ENGINE = wasmtime.Engine()
MODULE = wasmtime.Module(
    ENGINE,
    '(module (func (export "score") (param i32) (result i32) (local.get 0)))',
)


class Slot(threading.local):
    def __init__(self) -> None:
        self.store = wasmtime.Store(ENGINE)
        self.instance = wasmtime.Instance(self.store, MODULE, [])


SLOT = Slot()


def score(text: str) -> int:
    func = SLOT.instance.exports(SLOT.store)["score"]
    assert isinstance(func, wasmtime.Func)
    return int(func(SLOT.store, len(text)))


async def post_score(text: str) -> dict[str, int]:
    return {"score": await asyncio.to_thread(score, text)}


async def main() -> None:
    answers = await asyncio.gather(*(post_score("x" * n) for n in range(4)))
    assert [answer["score"] for answer in answers] == [0, 1, 2, 3]


if __name__ == "__main__":
    asyncio.run(main())
