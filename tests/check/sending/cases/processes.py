"""multiprocessing: nothing of a store gets there, a token neither."""

from __future__ import annotations

import multiprocessing
import multiprocessing as mp
import multiprocessing.dummy
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pipe, Process, Queue
from multiprocessing.connection import Connection
from typing import Any

from safestore import Engine, Module, Pinned, Store, TransferToken

ENGINE = Engine()
STATE: Pinned[Store] | None = None
MADE = Pinned(Store())


def job(*values: object) -> None: ...


def begin() -> None:
    global STATE
    STATE = Pinned(Store(ENGINE))


def uses_state(n: int) -> int:
    assert STATE is not None
    STATE.value.gc()
    return n


def uses_made(n: int) -> int:
    MADE.value.gc()
    return n


def processes(
    token: TransferToken[Store], engine: Engine, module: Module, store: Store, data: bytes
) -> None:
    Process(target=job, args=(token,)).start()  # E: safestore-send
    Process(target=job, args=(engine,)).start()  # E: safestore-send
    multiprocessing.Process(target=job, args=(module,)).start()  # E: safestore-send
    Process(target=job, args=(module.serialize(), data, 1)).start()
    Process(target=lambda: job(store)).start()  # E: safestore-send
    context = mp.get_context("spawn")
    context.Process(target=job, args=(store,)).start()  # E: safestore-send
    context.Pool(2, job, (store,))  # E: safestore-send
    mp.Pool(2, initializer=job, initargs=(engine,))  # E: safestore-send
    multiprocessing.dummy.Process(target=job, args=(token,)).start()
    multiprocessing.dummy.Process(target=job, args=(store,)).start()  # E: safestore-send


def pools(engine: Engine, token: TransferToken[Store]) -> None:
    with mp.Pool(2, initializer=begin) as pool:
        pool.map(uses_state, [1, 2])
        pool.map(uses_made, [1, 2])  # E: safestore-send
        pool.apply_async(job, (engine,))  # E: safestore-send
        pool.map(job, [token])  # E: safestore-send
    with ProcessPoolExecutor(initializer=begin) as executor:
        executor.submit(uses_state, 1)
        executor.submit(job, engine)  # E: safestore-send
        executor.submit(Engine)  # E: safestore-send


def channels(queue: Queue[Any], end: Connection[Any, Any], token: TransferToken[Store]) -> None:
    queue.put(token)  # E: safestore-send
    queue.put(b"data")
    end.send(token)  # E: safestore-send
    end.send([1, 2])
    left, _ = Pipe()
    left.send(token)  # E: safestore-send
    with mp.Manager() as manager:
        shared = manager.dict()
        shared.update({"token": token})  # E: safestore-send
        manager.list().append(1)
