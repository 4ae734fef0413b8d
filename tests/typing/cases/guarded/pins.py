"""Pins and tokens: what they hold, who takes them, what a move gives."""

import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from typing_extensions import Any, assert_type

import safestore
from safestore import (
    Engine,
    Func,
    Instance,
    Memory,
    Module,
    Owned,
    Pinned,
    Store,
    TransferToken,
)
from safestore.unsafe import reclaim


@dataclass
class Plugin:
    store: Store
    run: Func


class LoudStore(Store):
    pass


def a_move(store: Store) -> None:
    pin = Pinned(store)
    assert_type(pin, Pinned[Store])
    assert_type(pin.value, Store)
    assert_type(pin.moved, bool)
    assert_type(pin.is_mine(), bool)
    token = pin.transfer()
    assert_type(token, TransferToken[Store])
    assert_type(token.landed, bool)
    landed = token.land()
    assert_type(landed, Pinned[Store])
    assert_type(landed.unpin(), Store)
    assert_type(reclaim(landed), Pinned[Store])
    token.value  # type: ignore[attr-defined]  # noqa: B018
    pin.engine  # type: ignore[attr-defined]  # noqa: B018
    pin.value = store  # type: ignore[misc]
    pin.moved = True  # type: ignore[misc]


def with_a_landing(token: TransferToken[Store], pinned: Pinned[Plugin]) -> None:
    with token.land() as pin:
        assert_type(pin, Pinned[Store])
        pin.value.set_fuel(1)
    with pinned as same:
        assert_type(same.value.run, Func)
    with token:  # type: ignore[attr-defined]
        pass


def what_is_pinned(store: Store, func: Func, connection: sqlite3.Connection) -> None:
    assert_type(Pinned(LoudStore()).transfer().land().value, LoudStore)
    pair = Pinned((store, func))
    assert_type(pair.value, tuple[Store, Func])
    kept, run = pair.value
    run(kept, 1)
    assert_type(Pinned(Plugin(store, func)).value.run, Func)
    assert_type(Pinned(connection, strict=True).value.execute("select 1"), sqlite3.Cursor)
    named: Pinned[Store] = Pinned(Store())
    assert_type(named.value, Store)
    Pinned(store, True)  # type: ignore
    Pinned(store, strict=1)  # type: ignore[arg-type]
    Pinned()  # type: ignore[call-arg]
    TransferToken(store)  # type: ignore[call-arg]


def more_special_goes_for_less(
    loud: Pinned[LoudStore], token: TransferToken[LoudStore], pair: Pinned[tuple[LoudStore, Func]]
) -> None:
    pin: Pinned[Store] = loud
    sent: TransferToken[Store] = token
    objects: list[Pinned[object]] = [loud, pair]
    pairs: Pinned[tuple[Store, Func]] = pair
    print(pin, sent, objects, pairs)


def not_the_other_way_round(pin: Pinned[Store], token: TransferToken[Store], store: Store) -> None:
    loud: Pinned[LoudStore] = pin  # type: ignore[assignment]
    sent: TransferToken[LoudStore] = token  # type: ignore[assignment]
    plain: Store = pin  # type: ignore[assignment]
    pinned: Pinned[Store] = store  # type: ignore[assignment]
    moved: Pinned[Store] = token  # type: ignore[assignment]
    print(loud, sent, plain, pinned, moved)


def detach(pin: Owned[Store]) -> TransferToken[Store]:
    assert_type(pin, Pinned[Store])
    pin.value.set_fuel(0)
    return pin.transfer()


def a_plugin(pin: Owned[Plugin]) -> None:
    assert_type(pin.value, Plugin)


def parameters_that_take_over(pin: Pinned[Store], store: Store, plugin: Pinned[Plugin]) -> None:
    assert_type(detach(pin).land(), Pinned[Store])
    detach(Pinned(LoudStore()))
    a_plugin(plugin)
    detach(store)  # type: ignore[arg-type]
    detach(plugin)  # type: ignore[arg-type]
    detach(pin.transfer())  # type: ignore[arg-type]
    taking: Callable[[Pinned[Store]], TransferToken[Store]] = detach
    print(taking)


def a_worker(token: TransferToken[Store], module: Module) -> int:
    with token.land() as pin:
        found = Instance(pin, module, []).exports(pin).func("run")
        return int(found(pin))


def to_other_threads(engine: Engine, module: Module, pin: Pinned[Store]) -> None:
    with ThreadPoolExecutor() as pool:
        assert_type(pool.submit(a_worker, pin.transfer(), module).result(), int)
        pool.submit(a_worker, pin, module)  # type: ignore[arg-type]
    waiting: queue.Queue[TransferToken[Store]] = queue.Queue()
    waiting.put(Pinned(Store(engine)).transfer())
    waiting.put(Pinned(Store(engine)))  # type: ignore[arg-type]
    with waiting.get().land() as taken:
        assert_type(taken.value, Store)
    threading.Thread(target=a_worker, args=(pin.transfer(), module)).start()


def perhaps(token: TransferToken[Store] | None, given: bool) -> Pinned[Store] | None:
    token.land()  # type: ignore[union-attr]
    return token.land() if token is not None and given else None


class Host:
    def __init__(self, engine: Engine, module: Module) -> None:
        self.pin = Pinned(Store(engine))
        self.memory = Instance(self.pin, module, []).exports(self.pin).memory("memory")

    def first(self) -> bytes:
        with self.memory.view(self.pin, 0, 4) as view:
            return view.tobytes()

    def leave(self) -> TransferToken[Store]:
        return self.pin.transfer()


def many(engine: Engine) -> Iterator[TransferToken[Store]]:
    for fuel in range(4):
        pin = Pinned(Store(engine))
        pin.value.set_fuel(fuel)
        yield pin.transfer()


def again_and_again(pin: Pinned[Store], memory: Memory) -> Pinned[Store]:
    while memory.size(pin) < 2:
        pin = pin.transfer().land()
    return pin


def generic(value: safestore.Pinned[Any], token: safestore.TransferToken[Any]) -> None:
    assert_type(value.value, Any)
    assert_type(token.land(), Pinned[Any])
