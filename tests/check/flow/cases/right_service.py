"""An asynchronous service."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from safestore import Engine, Func, Instance, Module, Pinned, Store, TransferToken


@dataclass
class Guest:
    pin: Pinned[Store]
    run: Func

    async def call(self, n: int) -> int:
        return int(await self.run.call_async(self.pin, n))

    async def twice(self, n: int) -> int:
        first = await self.call(n)
        second = await self.call(first)
        return first + second


class Service:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._free: asyncio.Queue[Guest] = asyncio.Queue()
        self._lock = asyncio.Lock()
        self._tasks: set[asyncio.Task[int]] = set()

    @asynccontextmanager
    async def guest(self) -> AsyncIterator[Guest]:
        guest = await self._free.get()
        try:
            yield guest
        finally:
            self._free.put_nowait(guest)

    async def handle(self, n: int) -> int:
        async with self.guest() as guest:
            return await guest.call(n)

    async def handle_slowly(self, n: int) -> int:
        async with self.guest() as guest:
            try:
                return await asyncio.wait_for(guest.call(n), timeout=1.0)
            except asyncio.TimeoutError:
                guest.pin.value.set_fuel(0)
                return -1

    def start(self, n: int) -> None:
        task = asyncio.create_task(self.handle(n))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        while not self._free.empty():
            self._free.get_nowait().pin.close()


def guests(engine: Engine, module: Module, count: int) -> list[Guest]:
    found = []
    for _ in range(count):
        store = Store(engine)
        instance = Instance(store, module, [])
        found.append(Guest(Pinned(store), instance.exports(store).func("run")))
    return found


async def each_its_own(engine: Engine, module: Module) -> list[int]:
    made = guests(engine, module, 3)
    return list(await asyncio.gather(*(guest.call(1) for guest in made)))


async def completed(engine: Engine, module: Module) -> int:
    made = guests(engine, module, 3)
    total = 0
    for each in asyncio.as_completed([guest.call(2) for guest in made]):
        total += await each
    return total


async def waited(one: Guest, other: Guest) -> int:
    first = asyncio.create_task(one.call(1))
    second = asyncio.create_task(other.call(2))
    done, _ = await asyncio.wait({first, second})
    one.pin.value.gc()
    return sum(task.result() for task in done)


async def waits_direct(pin: Pinned[Store], run: Func) -> None:
    task = asyncio.create_task(run.call_async(pin, 1))
    await asyncio.wait([task])
    pin.value.gc()


async def cancelled(pin: Pinned[Store], run: Func) -> None:
    task = asyncio.ensure_future(run.call_async(pin, 1))
    task.cancel()
    try:  # noqa: SIM105
        await task
    except asyncio.CancelledError:
        pass
    pin.value.gc()


async def cancelled_all(pin: Pinned[Store], run: Func) -> None:
    task = asyncio.create_task(run.call_async(pin, 1))
    try:
        await asyncio.sleep(0)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    pin.value.gc()


async def grouped(one: Guest, other: Guest) -> int:
    async with asyncio.TaskGroup() as group:
        first = group.create_task(one.call(1))
        second = group.create_task(other.call(2))
    one.pin.value.gc()
    return first.result() + second.result()


async def stream(pin: Pinned[Store], run: Func, numbers: AsyncIterator[int]) -> AsyncIterator[int]:
    async for number in numbers:
        yield int(await run.call_async(pin, number))


async def consume(pin: Pinned[Store], run: Func, numbers: AsyncIterator[int]) -> int:
    total = 0
    async for number in stream(pin, run, numbers):
        total += number
        pin.value.gc()
    pin.close()
    return total


async def one_after_the_other(pin: Pinned[Store], run: Func) -> list[int]:
    found = [int(await run.call_async(pin, n)) for n in range(3)]
    task = asyncio.create_task(run.call_async(pin, 1))
    await task
    another = asyncio.create_task(run.call_async(pin, 2))
    await another
    found += [int(await run.call_async(pin, n)) for n in range(3)]
    return found


async def to_the_caller(pin: Pinned[Store], run: Func) -> int:
    pending = run.call_async(pin, 1)
    if pin is None:
        return 0
    return int(await pending)


def gives_it(pin: Pinned[Store], run: Func) -> Awaitable[int]:
    return run.call_async(pin, 1)


async def hops(pin: Pinned[Store]) -> None:
    loop = asyncio.get_running_loop()
    token = pin.transfer()
    token = await loop.run_in_executor(None, elsewhere, token)
    pin = token.land()
    pin.value.gc()
    token = await asyncio.to_thread(elsewhere, pin.transfer())
    with token.land() as pin:
        pin.value.gc()


def elsewhere(token: TransferToken[Store]) -> TransferToken[Store]:
    pin = token.land()
    pin.value.gc()
    return pin.transfer()


async def stack(engine: Engine) -> None:
    async with AsyncExitStack() as stack:
        stores = [stack.enter_context(Store(engine)) for _ in range(3)]
        for store in stores:
            store.gc()
        await asyncio.sleep(0)


async def maybe_later(pin: Pinned[Store], run: Func, now: bool) -> int:
    call = run.call_async(pin, 1)
    task = asyncio.create_task(call)
    if now:
        return int(await task)
    await asyncio.sleep(1)
    return int(await task)


asyncio.run(stack(Engine()))
