"""What is used after its store was closed, and tokens that nobody lands."""

from __future__ import annotations

import logging
import queue
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass

import wasmtime

from safestore import Engine, Func, Instance, Module, Pinned, Store, TransferToken

log = logging.getLogger(__name__)
KEPT: dict[str, TransferToken[Store]] = {}


def twice(store: Store) -> None:
    store.close()
    store.close()


def used(store: Store) -> None:
    store.close()
    store.gc()  # E: safestore-closed


def perhaps(store: Store, done: bool) -> None:
    if done:
        store.close()
    store.gc()  # E: safestore-closed


def handle(store: Store, module: Module) -> None:
    run = Instance(store, module, []).exports(store).func("run")
    with store:
        run(store)
    run(store)  # E: safestore-closed


def closed_by_pin(store: Store) -> None:
    with Pinned(store):
        store.gc()
    store.gc()  # E: safestore-closed


def moved_out_of_its_with(engine: Engine) -> TransferToken[Store]:
    with Pinned(Store(engine)) as pin:
        pin.value.gc()
        return pin.transfer()


def in_finally(store: Store) -> int:
    try:
        return store.get_fuel()
    finally:
        store.close()


def after_finally(store: Store) -> int:
    try:
        store.gc()
    finally:
        store.close()
    return store.get_fuel()  # E: safestore-closed


def closing_it(engine: Engine) -> None:
    with closing(Store(engine)) as store:
        store.gc()
    store.gc()  # E: safestore-closed


def stack_that_is_kept(engine: Engine) -> tuple[ExitStack, Store]:
    with ExitStack() as stack:
        store = stack.enter_context(Store(engine))
        kept = stack.pop_all()
    store.gc()
    return kept, store


def stack_callback(engine: Engine) -> None:
    store = Store(engine)
    with ExitStack() as stack:
        stack.callback(store.close)
        store.gc()
    store.gc()  # E: safestore-closed


class Session:
    def __init__(self, engine: Engine) -> None:
        self.store = Store(engine)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *exc: object) -> None:
        self.store.close()

    def fuel(self) -> int:
        return self.store.get_fuel()


def session(engine: Engine) -> None:
    with Session(engine) as made:
        made.fuel()
    made.fuel()  # E: safestore-closed


class Reopening:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.store = Store(engine)

    def reopen(self) -> None:
        self.store.close()
        self.store = Store(self.engine)

    def fuel(self) -> int:
        self.reopen()
        return self.store.get_fuel()


def reopened(made: Reopening) -> None:
    made.reopen()
    made.store.gc()
    made.fuel()


@contextmanager
def opened(engine: Engine) -> Iterator[Store]:
    store = Store(engine)
    try:
        yield store
    finally:
        store.close()


def opened_and_over(engine: Engine) -> None:
    with opened(engine) as store:
        store.gc()
    store.gc()  # E: safestore-closed


def raw(engine: wasmtime.Engine, module: wasmtime.Module) -> None:
    with wasmtime.Store(engine) as store:
        instance = wasmtime.Instance(store, module, [])
    instance.exports(store)  # E: safestore-closed


def each_is_closed(stores: list[Store]) -> None:
    for store in stores:
        store.close()
    for store in stores:
        store.gc()  # E: safestore-closed


def lost(pin: Pinned[Store]) -> None:
    pin.transfer()  # E: safestore-leak


def lost_by_a_name(pin: Pinned[Store]) -> None:
    token = pin.transfer()  # E: safestore-leak
    print(token)
    log.info("%s", token)


def lost_by_another(pin: Pinned[Store], other: Pinned[Store]) -> None:
    token = pin.transfer()  # E: safestore-leak
    token = other.transfer()
    token.discard()


def lost_on_one_way(pin: Pinned[Store], number: int) -> TransferToken[Store] | None:
    token = pin.transfer()  # E: safestore-leak
    if number > 2:
        return None
    return token


def lost_when_raised(pin: Pinned[Store], number: int) -> TransferToken[Store]:
    token = pin.transfer()  # E: safestore-leak
    if number > 2:
        raise ValueError(number)
    return token


def lost_in_a_handler(pin: Pinned[Store], text: str) -> None:
    token = pin.transfer()  # E: safestore-leak
    try:
        int(text)
    except ValueError:
        return
    token.discard()


def seen_to_in_finally(pin: Pinned[Store], text: str) -> int:
    token = pin.transfer()
    try:
        return int(text)
    finally:
        token.discard()


def returned_by_a_function(pin: Pinned[Store]) -> TransferToken[Store]:
    token = pin.transfer()
    return token


def lost_by_the_caller(pin: Pinned[Store]) -> None:
    returned_by_a_function(pin)  # E: safestore-leak


def stored(pin: Pinned[Store]) -> None:
    KEPT["one"] = pin.transfer()


def yielded(pin: Pinned[Store]) -> Iterator[TransferToken[Store]]:
    yield pin.transfer()


def queued(pin: Pinned[Store], tokens: queue.Queue[TransferToken[Store]]) -> None:
    tokens.put(pin.transfer())


def called_back(pin: Pinned[Store], give: Callable[[TransferToken[Store]], None]) -> None:
    give(pin.transfer())


def captured(pin: Pinned[Store]) -> Callable[[], Pinned[Store]]:
    token = pin.transfer()
    return lambda: token.land()


@dataclass
class Job:
    token: TransferToken[Store]


def in_a_field(pin: Pinned[Store]) -> Job:
    return Job(pin.transfer())


def in_a_local_list(pin: Pinned[Store]) -> None:
    tokens: list[TransferToken[Store]] = []
    tokens.append(pin.transfer())
    tokens.pop().discard()


def submitted(pin: Pinned[Store], pool: ThreadPoolExecutor, run: Callable[..., None]) -> None:
    token = pin.transfer()
    try:
        pool.submit(run, token)
    except RuntimeError:
        token.discard()


def optional(pin: Pinned[Store], wanted: bool) -> None:
    token = None
    if wanted:
        token = pin.transfer()
    if token is None:
        return
    token.discard()


def func_of_a_parameter(store: Store, run: Func) -> int:
    result = run(store)
    store.close()
    return int(result)
