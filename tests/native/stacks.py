"""Threads with stacks of a given size."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from safestore.native.stack import stack_left

__all__ = ["on_a_thread"]

T = TypeVar("T")


def on_a_thread(kib: int, function: Callable[[], T]) -> T:
    """Runs the function on a thread with so much stack; its result, or what it raised.

    The C library may give a new thread the larger stack of one that has ended. Such a thread is
    kept waiting, and another one started.
    """
    future: Future[T] = Future()
    enough = threading.Event()
    threads: list[threading.Thread] = []

    def run(begun: threading.Event) -> None:
        left = stack_left()
        if left is not None and left > kib << 10:
            begun.set()
            enough.wait()
            return
        try:
            future.set_result(function())
        except BaseException as error:
            future.set_exception(error)
        finally:
            begun.set()

    before = threading.stack_size(kib << 10)
    try:
        while not future.done():
            begun = threading.Event()
            threads.append(threading.Thread(target=run, args=(begun,), name=f"small-{kib}"))
            threads[-1].start()
            begun.wait()
    finally:
        threading.stack_size(before)
        enough.set()
        for thread in threads:
            thread.join()
    return future.result()
