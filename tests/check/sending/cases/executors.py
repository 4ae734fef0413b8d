"""Executors, futures, queues, event loops."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextvars
import queue
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.pool import ThreadPool
from typing import Any

import anyio  # type: ignore
import anyio.to_thread as in_thread
import trio  # type: ignore
from anyio import to_thread  # type: ignore

from safestore import Engine, Func, Instance, Module, Pinned, Store, TransferToken


def make(engine: Engine) -> Pinned[Store]:
    return Pinned(Store(engine))


def land(token: TransferToken[Store]) -> TransferToken[Store]:
    return token.land().transfer()


def run(pin: Pinned[Store], n: int = 0) -> int:
    return n


def submits(
    pool: ThreadPoolExecutor | ProcessPoolExecutor,
    threads: concurrent.futures.Executor,
    pin: Pinned[Store],
    pins: list[Pinned[Store]],
    engine: Engine,
    module: Module,
) -> None:
    pool.submit(run, pin)  # E: safestore-send
    threads.submit(run, pin)  # E: safestore-send
    threads.submit(run, pin=pin)  # E: safestore-send
    threads.submit(lambda: run(pin))  # E: safestore-send
    threads.submit(make, engine)  # E: safestore-send
    threads.submit(lambda: make(engine))  # E: safestore-send
    threads.submit(land, pin.transfer())
    threads.submit(Module, engine, "(module)")
    threads.submit(*[run, pin])  # E: safestore-send
    list(threads.map(run, pins))  # E: safestore-send
    list(threads.map(run, (p for p in pins)))  # E: safestore-send
    list(threads.map(run, [pin, pin]))  # E: safestore-send, safestore-send
    list(threads.map(lambda n: run(pin, n), range(3)))  # E: safestore-send
    list(threads.map(len, ["a", "b"]))
    [threads.submit(run, p) for p in pins]  # E: safestore-send
    ThreadPoolExecutor(initializer=run, initargs=(pin,))  # E: safestore-send
    ThreadPoolExecutor(4, initializer=print, initargs=(engine, module))
    ThreadPool(2, run, (pin,))  # E: safestore-send
    with ThreadPool(2) as tasks:
        tasks.map(run, pins)  # E: safestore-send
        tasks.apply_async(run, (pin,))  # E: safestore-send
        tasks.apply_async(print, (engine,))
        tasks.starmap(run, [(pin, 1)])  # E: safestore-send


def futures(future: Future[Any], pin: Pinned[Store], token: TransferToken[Store]) -> None:
    future.set_result(pin)  # E: safestore-send
    future.set_result(token)
    future.add_done_callback(lambda _: pin.close())  # E: safestore-send
    future.add_done_callback(lambda done: print(done.result()))


def queues(
    fifo: queue.Queue[Any], simple: queue.SimpleQueue[Any], lifo: queue.LifoQueue[Store],
    priority: queue.PriorityQueue[tuple[int, Func]], pin: Pinned[Store], store: Store, func: Func,
    here: asyncio.Queue[Pinned[Store]],
) -> None:  # fmt: skip
    fifo.put((1, pin))  # E: safestore-send
    fifo.put({"pin": pin})  # E: safestore-send
    fifo.put(lambda: pin.close())  # E: safestore-send
    fifo.put(None)
    simple.put(pin)  # E: safestore-send
    lifo.put(store)  # E: safestore-send
    priority.put_nowait((1, func))  # E: safestore-send
    here.put_nowait(pin)
    fifo.put(item=store)  # E: safestore-send


async def work(pin: Pinned[Store]) -> int:
    return run(pin)


async def fresh(engine: Engine) -> None:
    run(make(engine))


async def loops(
    pin: Pinned[Store], func: Func, store: Store, engine: Engine, processes: ProcessPoolExecutor
) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(run, pin)  # E: safestore-send
    await asyncio.to_thread(lambda: run(pin))  # E: safestore-send
    await asyncio.to_thread(engine.increment_epoch)
    await asyncio.to_thread(make, engine)  # E: safestore-send
    await loop.run_in_executor(None, run, pin)  # E: safestore-send
    await loop.run_in_executor(None, engine.increment_epoch)
    await loop.run_in_executor(processes, print, engine)  # E: safestore-send
    await loop.run_in_executor(None, func, store)  # E: safestore-send, safestore-send
    asyncio.run_coroutine_threadsafe(work(pin), loop)  # E: safestore-send
    asyncio.run_coroutine_threadsafe(fresh(engine), loop)
    coroutine = work(pin)
    asyncio.run_coroutine_threadsafe(coroutine, loop)  # E: safestore-send
    loop.call_soon_threadsafe(run, pin)  # E: safestore-send
    loop.call_soon_threadsafe(pin.close)  # E: safestore-send
    loop.call_soon_threadsafe(print, engine)
    loop.call_soon(run, pin)
    asyncio.create_task(work(pin))  # noqa: RUF006
    context = contextvars.copy_context()
    await loop.run_in_executor(None, context.run, run, pin)  # E: safestore-send
    await anyio.to_thread.run_sync(run, pin)  # E: safestore-send
    await to_thread.run_sync(lambda: run(pin))  # E: safestore-send
    await in_thread.run_sync(run, pin)  # E: safestore-send
    await anyio.to_thread.run_sync(engine.increment_epoch)
    anyio.from_thread.run(work, pin)  # E: safestore-send
    await trio.to_thread.run_sync(run, pin)  # E: safestore-send
    trio.from_thread.run_sync(run, pin)  # E: safestore-send
    await trio.to_thread.run_sync(print, engine)


async def untyped(loop, pin: Pinned[Store]) -> None:  # type: ignore
    await loop.run_in_executor(None, run, pin)  # E: safestore-send


def coroutine(instance: Instance) -> Coroutine[Any, Any, None]:
    async def inner() -> None:
        print(instance)

    return inner()


def steps(pin: Pinned[Store]) -> Iterator[int]:
    yield run(pin)


def generators(pool: ThreadPoolExecutor, pin: Pinned[Store], instance: Instance) -> None:
    pool.submit(list, steps(pin))  # E: safestore-send
    pool.submit(asyncio.run, work(pin))  # E: safestore-send
    pool.submit(asyncio.run, coroutine(instance))  # E: safestore-send


def clean(store: Store) -> None:
    store.gc()


# An executor's thread is another's, however soon it is waited for.
def waited_for(store: Store) -> None:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(clean, store).result()  # E: safestore-send


# Nor is it plain that a thread kept in an attribute, or in a list, is joined.
class Started:
    def __init__(self, store: Store) -> None:
        self.thread = threading.Thread(target=clean, args=(store,))  # E: safestore-send
        self.thread.start()
        self.thread.join()


def listed(stores: list[Store]) -> None:
    started = [threading.Thread(target=clean, args=(one,)) for one in stores]  # E: safestore-send
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
