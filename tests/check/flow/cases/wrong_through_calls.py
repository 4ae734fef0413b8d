"""Mistakes that are seen only through a function, a container, or a class."""

from __future__ import annotations

from typing import Any, NamedTuple

from safestore import (
    Caller,
    Func,
    Memory,
    Pinned,
    Store,
)


def sometimes(pin: Pinned[Store], c: bool) -> None:
    if c:
        pin.transfer().discard()


def one(pin: Pinned[Store], c: bool) -> None:
    sometimes(pin, c)
    pin.value.gc()  # E: safestore-maybe-moved


def guarded(pin: Pinned[Store], c: bool) -> None:
    if not c:
        return
    pin.transfer().discard()


def two(pin: Pinned[Store], c: bool) -> None:
    guarded(pin, c)
    pin.value.gc()  # E: safestore-maybe-moved


class Named(NamedTuple):
    pin: Pinned[Store]
    n: int


def named(pin: Pinned[Store]) -> None:
    n = Named(pin, 1)
    n[0].transfer().discard()
    pin.value.gc()  # E: safestore-moved


def named2(pin: Pinned[Store]) -> None:
    n = Named(pin, 1)
    p, _ = n
    p.transfer().discard()
    n.pin.value.gc()  # E: safestore-moved


def closes(pins: list[Pinned[Store]]) -> None:
    for pin in pins:
        pin.transfer().discard()


def index(pins: list[Pinned[Store]]) -> None:
    pins[0].transfer().discard()
    pins[0].value.gc()  # E: safestore-moved


def index_var(pins: list[Pinned[Store]], i: int) -> None:
    pins[i].transfer().discard()
    pins[i].value.gc()  # E: safestore-moved


def dict_(pins: dict[str, Pinned[Store]]) -> None:
    pins["a"].transfer().discard()
    pins["a"].value.gc()  # E: safestore-moved


def all_of(pins: list[Pinned[Store]]) -> None:
    tokens = [pin.transfer() for pin in pins]
    for pin in pins:
        pin.value.gc()  # E: safestore-moved
    for token in tokens:
        token.discard()


def opt(pin: Pinned[Store] | None) -> None:
    if pin is not None:
        pin.transfer().discard()
    if pin:
        pin.value.gc()  # E: safestore-moved


def caller_after(store: Store) -> None:
    kept: list[Any] = []

    def host(caller: Caller) -> None:
        kept.append(caller)  # E: safestore-borrow

    Func(store, None, host, access_caller=True)


def swap(a: Pinned[Store], b: Pinned[Store]) -> None:
    a, b = b, a
    a.transfer().discard()
    b.value.gc()
    a.value.gc()  # E: safestore-moved


def swap2(a: Pinned[Store], b: Pinned[Store]) -> None:
    old = a
    a, b = b, a
    b.transfer().discard()
    old.value.gc()  # E: safestore-moved


class Thing:
    def __init__(self) -> None:
        self.pin = Pinned(Store())
        self.store = self.pin.value
        self.run: Func | None = None

    def go(self) -> None:
        token = self.pin.transfer()
        self.store.gc()  # E: safestore-moved
        token.discard()

    def __enter__(self) -> Thing:
        return self

    def __exit__(self, *args: Any) -> None:
        self.pin.close()

    def use(self) -> None:
        self.pin.value.gc()

    def close(self) -> None:
        self.pin.close()


def ctx() -> None:
    with Thing() as thing:
        thing.use()
    thing.use()  # E: safestore-closed


def closed_through() -> None:
    t = Thing()
    t.close()
    t.use()  # E: safestore-closed


def unpin_then(pin: Pinned[Store]) -> None:
    store = pin.unpin()
    store.gc()
    pin.value.gc()  # E: safestore-moved


def grow_helper(memory: Memory, store: Store) -> None:
    memory.grow(store, 1)


def through_grow(memory: Memory, store: Store) -> int:
    with memory.view(store) as v:
        grow_helper(memory, store)
        return v[0]  # E: safestore-borrow


def call_grows(memory: Memory, store: Store, pin: Pinned[Store]) -> None:
    tok = pin.transfer()
    with tok.land() as p:
        p.value.gc()
    p.value.gc()  # E: safestore-closed


def send_and_use(pin: Pinned[Store]) -> None:
    pin.transfer().land()
    pin.value.gc()  # E: safestore-moved


def yields(pin: Pinned[Store]) -> Any:
    tok = yield pin.transfer()  # noqa: F841
    pin.value.gc()  # E: safestore-moved


def lam(pin: Pinned[Store]) -> None:
    f = lambda: pin.value.gc()  # noqa: E731
    pin.transfer().discard()
    f()  # E: safestore-moved


def partial_(pin: Pinned[Store]) -> None:
    import functools

    f = functools.partial(sometimes, pin)
    pin.transfer().discard()
    f(True)  # E: safestore-moved
