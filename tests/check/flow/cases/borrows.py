"""Views beyond their `with`, callers beyond their call, and calls that nobody awaits."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from safestore import Caller, Engine, Func, Memory, MemoryView, Pinned, Store

SAVED: list[MemoryView] = []


def over(pin: Pinned[Store], memory: Memory) -> int:
    with memory.view(pin) as view:
        part = view[2:4]
    return part[0]  # E: safestore-borrow


def copied(pin: Pinned[Store], memory: Memory) -> bytes:
    with memory.view(pin) as view:
        data = bytes(view)
        more = view[0:2].tobytes()
    return data + more


def stale(pin: Pinned[Store], memory: Memory) -> None:
    with memory.view(pin) as view:
        memory.grow(pin, 1)
        view[0] = 1  # E: safestore-borrow


def another_grows(pin: Pinned[Store], memory: Memory, other: Memory) -> None:
    with memory.view(pin) as view:
        other.grow(pin, 1)
        view[0] = 1


def given_back(pin: Pinned[Store], memory: Memory) -> MemoryView:
    view = memory.view(pin)
    return view


def returned(pin: Pinned[Store], memory: Memory) -> MemoryView:
    with memory.view(pin) as view:
        return view[0:4]  # E: safestore-borrow


def returned_in_a_list(pin: Pinned[Store], memory: Memory) -> list[MemoryView]:
    found: list[MemoryView] = []
    with memory.view(pin) as view:
        found.append(view[0:4])
        return found  # E: safestore-borrow


def global_list(pin: Pinned[Store], memory: Memory) -> None:
    with memory.view(pin) as view:
        SAVED.append(view)  # E: safestore-borrow


def closure(pin: Pinned[Store], memory: Memory) -> Callable[[], int]:
    with memory.view(pin) as view:

        def read() -> int:
            return view[0]

        return read  # E: safestore-borrow


def key_of_a_sort(pin: Pinned[Store], memory: Memory) -> list[int]:
    with memory.view(pin) as view:
        return sorted(range(4), key=lambda index: view[index])


@contextmanager
def lent(pin: Pinned[Store], memory: Memory) -> Iterator[MemoryView]:
    with memory.view(pin) as view:
        yield view


def lent_and_over(pin: Pinned[Store], memory: Memory) -> int:
    with lent(pin, memory) as view:
        view[0] = 1
    return view[0]  # E: safestore-borrow


def generated(pin: Pinned[Store], memory: Memory) -> Iterator[MemoryView]:
    with memory.view(pin) as view:
        yield view  # E: safestore-borrow


def transferred(pin: Pinned[Store], memory: Memory) -> None:
    view = memory.view(pin)
    pin.transfer().discard()  # E: safestore-borrow
    view.release()


def released(pin: Pinned[Store], memory: Memory) -> None:
    view = memory.view(pin)
    view.release()
    pin.transfer().discard()


def dropped(pin: Pinned[Store], memory: Memory) -> None:
    view = memory.view(pin)
    view[0] = 1
    del view
    pin.transfer().discard()


class Host:
    caller: Caller | None = None

    def __init__(self) -> None:
        self.calls: list[Callable[[], object]] = []
        self.memory: Memory | None = None

    def keeps(self, caller: Caller) -> None:
        self.caller = caller  # E: safestore-borrow

    def defers(self, caller: Caller) -> None:
        self.calls.append(lambda: caller.get("memory"))  # E: safestore-borrow

    def binds(self, caller: Caller) -> None:
        self.calls.append(functools.partial(caller.get, "memory"))  # E: safestore-borrow

    def remembers(self, caller: Caller) -> None:
        memory = caller.get("memory")
        assert isinstance(memory, Memory)
        self.memory = memory

    def asks(self, caller: Caller) -> int:
        return self.count(caller)

    def count(self, caller: Caller) -> int:
        memory = caller["memory"]
        assert isinstance(memory, Memory)
        return memory.size(caller)


@dataclass
class Call:
    caller: Caller


def in_a_field(caller: Caller) -> Call:
    return Call(caller)  # E: safestore-borrow


def later(caller: Caller, loop: asyncio.AbstractEventLoop) -> None:
    loop.call_soon(lambda: caller.get("memory"))  # E: safestore-borrow


async def forgotten(pin: Pinned[Store], run: Func) -> None:
    run.call_async(pin)  # E: safestore-async


async def awaited(pin: Pinned[Store], run: Func) -> object:
    call = run.call_async(pin)
    return await call


async def given_on(pin: Pinned[Store], run: Func) -> object:
    return await asyncio.wait_for(run.call_async(pin), 1)


async def returned_call(pin: Pinned[Store], run: Func) -> object:
    return run.call_async(pin)


async def at_once(pin: Pinned[Store], run: Func) -> None:
    first = asyncio.create_task(run.call_async(pin))
    second = asyncio.create_task(run.call_async(pin))  # E: safestore-async
    await first
    await second


async def one_after_the_other(pin: Pinned[Store], run: Func) -> None:
    await asyncio.create_task(run.call_async(pin))
    task = asyncio.create_task(run.call_async(pin))
    await task
    pin.value.gc()


async def meanwhile(pin: Pinned[Store], run: Func) -> None:
    task = asyncio.create_task(run.call_async(pin))
    await asyncio.sleep(1)
    run(pin)  # E: safestore-async
    await task


async def in_a_group(pin: Pinned[Store], other: Pinned[Store], run: Func) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(run.call_async(pin))
        group.create_task(run.call_async(other))
    pin.value.gc()


async def of_many(engine: Engine, run: Func) -> None:
    pins = [Pinned(Store(engine)) for _ in range(3)]
    await asyncio.gather(*(run.call_async(pin) for pin in pins))
    for pin in pins:
        pin.close()


async def runs(pin: Pinned[Store], run: Func) -> None:
    await run.call_async(pin)


async def both_run(pin: Pinned[Store], run: Func) -> None:
    await asyncio.gather(runs(pin, run), runs(pin, run))  # E: safestore-async
