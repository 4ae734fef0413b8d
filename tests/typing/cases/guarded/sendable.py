"""`Sendable`: what types alone can see of Send, and where they stop."""

import queue
import sqlite3
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import ClassVar, Protocol, TypeVar

from typing_extensions import Any, assert_type

import safestore as wasmtime
from safestore import NotSend, Pinned, Send, Sendable, Store, TransferToken, component

T = TypeVar("T", bound=Sendable)
R = TypeVar("R")
R_send = TypeVar("R_send", bound=Sendable | None)


def send(*things: Sendable | None) -> None:
    print(things)


def submit(pool: Executor, work: Callable[[T], R], argument: T) -> Future[R]:
    return pool.submit(work, argument)


def ask(pool: Executor, work: Callable[[], R_send]) -> R_send:
    return pool.submit(work).result()


class LoudStore(Store):
    pass


class Window(NotSend):
    pass


@NotSend.register
class Registered:
    pass


class Cursor:
    __reduce__: ClassVar[None]  # type: ignore[assignment]


class Settings(Send):
    pass


@dataclass
class Plugin:
    store: Store


def what_may_not(
    store: Store,
    caller: wasmtime.Caller,
    context: wasmtime.StoreContext,
    instance: wasmtime.Instance,
    func: wasmtime.Func,
    memory: wasmtime.Memory,
    tag: wasmtime.Tag,
    linker: wasmtime.Linker,
    value: wasmtime.Val,
    view: wasmtime.MemoryView,
) -> None:
    send(store)  # type: ignore[arg-type]
    send(LoudStore())  # type: ignore[arg-type]
    send(caller)  # type: ignore[arg-type]
    send(context)  # type: ignore[arg-type]
    send(instance)  # type: ignore[arg-type]
    send(func)  # type: ignore[arg-type]
    send(memory)  # type: ignore[arg-type]
    send(tag)  # type: ignore[arg-type]
    send(linker)  # type: ignore[arg-type]
    send(value)  # type: ignore[arg-type]
    send(view)  # type: ignore[arg-type]
    send(instance.exports(store))  # type: ignore[arg-type]
    send(instance.exports(store).global_("g"))  # type: ignore[arg-type]
    send(instance.exports(store).table("t"))  # type: ignore[arg-type]


def pins(pin: Pinned[Store], perhaps: Pinned[Plugin] | None, either: Store | int) -> None:
    send(pin)  # type: ignore[arg-type]
    send(Pinned(sqlite3.connect("")))  # type: ignore[arg-type]
    send(perhaps)  # type: ignore[arg-type]
    send(either)  # type: ignore[arg-type]
    send(pin.transfer())


def components(
    linker: component.Linker, instance: component.Instance, resource: component.ResourceAny
) -> None:
    send(linker)  # type: ignore[arg-type]
    send(linker.root())  # type: ignore[arg-type]
    send(instance)  # type: ignore[arg-type]
    send(resource)  # type: ignore[arg-type]


def own_classes() -> None:
    send(Window())  # type: ignore[arg-type]
    send(Cursor())  # type: ignore[arg-type]
    send(Settings())


def what_may(
    engine: wasmtime.Engine,
    module: wasmtime.Module,
    config: wasmtime.Config,
    shared: wasmtime.SharedMemory,
    ty: wasmtime.FuncType,
    trap: wasmtime.Trap,
    token: TransferToken[Store],
    made: component.Component,
    waiting: queue.Queue[TransferToken[Store]],
    unknown: Any,
    thing: object,
) -> None:
    send(engine, module, config, shared, ty, trap, token, made, waiting, unknown, thing)
    send(1, 2.0, "a", b"", None, True, [1], {"a": 1}, {1}, (1, "a"), range(3), print, int, Plugin)
    send(lambda: 1, ValueError(), wasmtime.ValType.i32(), wasmtime.Limits(1, 2))


def read(token: TransferToken[Store]) -> int:
    with token.land() as pin:
        return pin.value.get_fuel()


def run(pin: Pinned[Store]) -> None:
    print(pin)


def make() -> Store:
    return Store()


def bounded(pool: Executor, pin: Pinned[Store], store: Store) -> None:
    submit(pool, run, pin)  # type: ignore[type-var]
    assert_type(submit(pool, read, pin.transfer()).result(), int)
    assert_type(ask(pool, lambda: "a"), str)
    assert_type(ask(pool, lambda: Pinned(make()).transfer()), TransferToken[Store])
    ask(pool, make)  # type: ignore[type-var]


def out_of_sight(store: Store) -> None:
    # For `safestore check`, and for `is_send` when the program runs.
    send([store], (store,), Plugin(store), lambda: store, store.get_fuel, Registered())


class Job(Protocol):
    def run(self) -> None: ...


class SendableJob(Sendable, Protocol):
    def run(self) -> None: ...


class Own:
    def run(self) -> None: ...


class Bound(NotSend):
    def run(self) -> None: ...


def by_protocol(sendable: SendableJob, own: Own, bound: Bound) -> None:
    send(sendable)
    job: SendableJob = own
    wrong: SendableJob = bound  # type: ignore[assignment]
    print(job, wrong)
