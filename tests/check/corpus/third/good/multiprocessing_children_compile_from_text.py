"""A batch job in child processes: text and paths go there, numbers come back on a queue."""

from __future__ import annotations

import multiprocessing
from multiprocessing.queues import SimpleQueue

import safestore as wasmtime

SOURCE = '(module (func (export "f") (param i32) (result i32) (local.get 0)))'


def evaluate(source: str, number: int, answers: SimpleQueue[int]) -> None:
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    instance = wasmtime.Instance(store, wasmtime.Module(engine, source), [])
    answers.put(int(instance.exports(store).func("f")(store, number)))


def main() -> int:
    context = multiprocessing.get_context("spawn")
    answers: SimpleQueue[int] = context.SimpleQueue()
    store = wasmtime.Store()
    children = [
        context.Process(target=evaluate, args=(SOURCE, number, answers)) for number in range(2)
    ]
    for child in children:
        child.start()
    store.gc()
    total = sum(answers.get() for _ in children)
    for child in children:
        child.join()
    return total


if __name__ == "__main__":
    print(main())
