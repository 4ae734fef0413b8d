"""What a user may get wrong: each clause of the rules, in the ways that programs have."""

from __future__ import annotations

import functools
import logging
import queue
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, TypedDict

from safestore import (
    Engine,
    Instance,
    Memory,
    MemoryView,
    Module,
    Owned,
    Pinned,
    Store,
    TransferToken,
    Trap,
)


class Named(NamedTuple):
    pin: Pinned[Store]
    n: int


class Typed(TypedDict):
    pin: Pinned[Store]


@dataclass
class Data:
    pin: Pinned[Store]
    view: MemoryView | None = None


def named(pin: Pinned[Store]) -> None:
    n = Named(pin, 1)
    n.pin.transfer().discard()
    n.pin.value.gc()  # E: safestore-moved
    pin.value.gc()  # E: safestore-moved


def typed(pin: Pinned[Store]) -> None:
    t: Typed = {"pin": pin}
    t["pin"].transfer().discard()
    pin.value.gc()  # E: safestore-moved


def typed_call(pin: Pinned[Store]) -> None:
    t = Typed(pin=pin)
    t["pin"].close()
    pin.value.gc()  # E: safestore-closed


def data(pin: Pinned[Store]) -> None:
    d = Data(pin)
    pin.transfer().discard()
    d.pin.value.gc()  # E: safestore-moved


def data_replace(pin: Pinned[Store]) -> None:
    d = Data(pin=pin)
    e = d
    e.pin.transfer().discard()
    d.pin.value.gc()  # E: safestore-moved


def mv(pin: Pinned[Store], memory: Memory) -> int:
    with memory.view(pin) as view:
        raw = memoryview(view)
    return raw[0]  # E: safestore-borrow


def mv2(pin: Pinned[Store], memory: Memory) -> memoryview:
    with memory.view(pin) as view:
        return memoryview(view)  # E: safestore-borrow


def mv3(pin: Pinned[Store], memory: Memory) -> tuple[MemoryView, int]:
    with memory.view(pin) as view:
        return (view, 1)  # E: safestore-borrow


def mv4(pin: Pinned[Store], memory: Memory) -> int:
    with memory.view(pin) as view:
        d = {"v": view}
        t = (view, 1)
        x = Data(pin, view)
    a = d["v"][0]  # E: safestore-borrow
    b = t[0][0]  # E: safestore-borrow
    assert x.view is not None
    c = x.view[0]  # E: safestore-borrow
    return a + b + c


def nested_after(pin: Pinned[Store], memory: Memory) -> int:
    with memory.view(pin) as view:

        def read() -> int:
            return view[0]

    return read()  # E: safestore-borrow


def nested_lambda(pin: Pinned[Store], memory: Memory) -> int:
    with memory.view(pin) as view:
        read = lambda: view[0]  # noqa: E731
    return read()  # E: safestore-borrow


def slice_held(pin: Pinned[Store], memory: Memory) -> None:
    with memory.view(pin) as view:
        part = view[0:4]
        pin.transfer().discard()  # E: safestore-borrow
        print(len(part))


def bundle(pin: Pinned[Store], store: Store, other: Store) -> None:
    both = Pinned((store, other))
    both.transfer().discard()
    store.gc()  # E: safestore-moved
    other.gc()  # E: safestore-moved


def bundle_dict(engine: Engine) -> None:
    store, other = Store(engine), Store(engine)
    both = Pinned({"a": store, "b": [other]})
    token = both.transfer()
    store.gc()  # E: safestore-moved
    other.gc()  # E: safestore-moved
    token.discard()


def bundle_close(engine: Engine) -> None:
    store, other = Store(engine), Store(engine)
    with Pinned([store, other]) as both:
        both.value[0].gc()
    other.gc()  # E: safestore-closed


class Holder:
    def __init__(self, pin: Pinned[Store]) -> None:
        self.pin = pin
        self.tok: TransferToken[Store] | None = None

    def away(self) -> None:
        self.tok = self.pin.transfer()

    def back(self) -> Pinned[Store]:
        assert self.tok is not None
        return self.tok.land()

    def use(self) -> None:
        self.pin.value.gc()


def holder(pin: Pinned[Store]) -> None:
    h = Holder(pin)
    h.away()
    h.use()  # E: safestore-moved


def holder2(pin: Pinned[Store]) -> None:
    h = Holder(pin)
    h.away()
    a = h.back()
    b = h.back()  # E: safestore-moved
    a.close()
    b.close()


def land_in_loop(token: TransferToken[Store]) -> None:
    for _ in range(3):
        pin = token.land()  # E: safestore-moved|safestore-maybe-moved
        pin.close()


def move_in_loop(pin: Pinned[Store]) -> None:
    for _ in range(3):
        pin.transfer().discard()  # E: safestore-moved|safestore-maybe-moved


def while_move(pin: Pinned[Store], q: queue.Queue[Any]) -> None:
    while True:
        q.put(pin.transfer())  # E: safestore-moved|safestore-maybe-moved


def comp_cond(pins: list[int], pin: Pinned[Store]) -> list[int]:
    return [n for n in pins if drop(pin)]  # E: safestore-moved|safestore-maybe-moved


def drop(pin: Pinned[Store]) -> bool:
    pin.transfer().discard()
    return True


def take(pin: Owned[Pinned[Store]]) -> bool:
    pin.close()
    return True


def ternary(pin: Pinned[Store], c: bool) -> None:
    print(take(pin) if c else 1)
    pin.value.gc()  # E: safestore-maybe-moved


def ternary2(a: Pinned[Store], b: Pinned[Store], c: bool) -> None:
    take(a if c else b)
    a.value.gc()  # E: safestore-maybe-moved


def chained(pin: Pinned[Store]) -> bool:
    ok = 0 < take(pin) < 3
    pin.value.gc()  # E: safestore-moved
    return ok


def shortcut(pin: Pinned[Store], c: bool) -> None:
    c and take(pin)
    pin.value.gc()  # E: safestore-maybe-moved


def walrus(pin: Pinned[Store]) -> None:
    if tok := pin.transfer():
        tok.discard()
    pin.value.gc()  # E: safestore-moved


def try_else(pin: Pinned[Store]) -> None:
    try:
        print(1)
    except ValueError:
        return
    else:
        take(pin)
    finally:
        print("x")
    pin.value.gc()  # E: safestore-moved


def try_finally(pin: Pinned[Store]) -> None:
    try:
        print(1)
    finally:
        take(pin)
    pin.value.gc()  # E: safestore-moved


def try_exc(pin: Pinned[Store]) -> None:
    try:
        pin.value.gc()
    except Trap:
        take(pin)
    pin.value.gc()  # E: safestore-maybe-moved


def nested_try(pin: Pinned[Store], n: int) -> None:
    try:
        try:
            token = pin.transfer()
        finally:
            print("inner")
        token.discard()
    except ValueError:
        pin.value.gc()  # E: safestore-maybe-moved


def return_finally(pin: Pinned[Store]) -> int:
    token = pin.transfer()  # noqa: F841  # E: safestore-leak
    try:
        return 1
    finally:
        print("never landed")


def return_in_finally(pin: Pinned[Store]) -> int:
    try:
        take(pin)
    finally:
        return int(pin.value.get_fuel())  # noqa: B012  # E: safestore-maybe-moved


def suppressed(pin: Pinned[Store]) -> None:
    with suppress(ValueError):
        take(pin)
    pin.value.gc()  # E: safestore-moved|safestore-maybe-moved


def match(pin: Pinned[Store], n: int) -> None:
    match n:
        case 1 if take(pin):
            pass
        case _:
            pin.value.gc()  # E: safestore-maybe-moved


def match2(pin: Pinned[Store], n: int) -> None:
    match n:
        case 1:
            take(pin)
        case _:
            take(pin)
    pin.value.gc()  # E: safestore-moved


class Klass:
    pin: ClassVar[Pinned[Store]] = Pinned(Store())

    @classmethod
    def away(cls) -> None:
        cls.pin.transfer().discard()


def klass() -> None:
    Klass.pin.transfer().discard()
    Klass.pin.value.gc()  # E: safestore-moved


def klass2() -> None:
    Klass.away()
    Klass.pin.value.gc()  # E: safestore-moved


class Base:
    def __init__(self, pin: Pinned[Store]) -> None:
        self.pin = pin

    def stop(self) -> None:
        take(self.pin)


class Derived(Base):
    def __init__(self, pin: Pinned[Store]) -> None:
        super().__init__(pin)

    def stop(self) -> None:
        super().stop()
        self.pin.value.gc()  # E: safestore-moved

    def bye(self) -> None:
        self.stop()
        self.pin.value.gc()  # E: safestore-moved


def derived(pin: Pinned[Store]) -> None:
    d = Derived(pin)
    d.stop()
    pin.value.gc()  # E: safestore-moved


class Fact:
    @staticmethod
    def make() -> Pinned[Store]:
        return Pinned(Store())

    @classmethod
    def away(cls, pin: Pinned[Store]) -> TransferToken[Store]:
        return pin.transfer()


def factories() -> None:
    pin = Fact.make()
    token = Fact.away(pin)
    pin.value.gc()  # E: safestore-moved
    token.discard()


def factories2() -> None:
    pin = Fact.make()
    Fact.away(pin)  # E: safestore-leak


def wrap(f: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(f)
    def inner(*args: Any, **kwargs: Any) -> Any:
        return f(*args, **kwargs)

    return inner


@wrap
def wrapped(pin: Owned[Pinned[Store]]) -> None:
    pin.close()


def use_wrapped(pin: Pinned[Store]) -> None:
    wrapped(pin)
    pin.value.gc()  # E: safestore-moved


def apply(f: Callable[[Pinned[Store]], Any], pin: Pinned[Store]) -> None:
    f(pin)


def calls_owned(f: Callable[[Owned[Pinned[Store]]], None], pin: Pinned[Store]) -> None:
    f(pin)
    pin.value.gc()  # E: safestore-moved


def kw(pin: Pinned[Store]) -> None:
    take(pin=pin)
    pin.value.gc()  # E: safestore-moved


def star(pin: Pinned[Store]) -> None:
    args = (pin,)
    take(*args)
    pin.value.gc()  # E: safestore-moved


def starstar(pin: Pinned[Store]) -> None:
    kwargs = {"pin": pin}
    take(**kwargs)
    pin.value.gc()  # E: safestore-moved


def starargs(*pins: Pinned[Store]) -> None:
    for pin in pins:
        pin.transfer().discard()


def recursion(pin: Pinned[Store], n: int) -> None:
    if n:
        recursion(pin, n - 1)
    else:
        take(pin)


def call_recursion(pin: Pinned[Store]) -> None:
    recursion(pin, 3)
    pin.value.gc()  # E: safestore-moved|safestore-maybe-moved


def default(pin: Pinned[Store], other: Pinned[Store] | None = None) -> None:
    other = other or pin
    other.transfer().discard()


def call_default(pin: Pinned[Store]) -> None:
    default(pin)
    pin.value.gc()  # E: safestore-moved|safestore-maybe-moved


def even(pin: Pinned[Store], n: int) -> None:
    if n == 0:
        take(pin)
    else:
        odd(pin, n - 1)


def odd(pin: Pinned[Store], n: int) -> None:
    if n == 0:
        return
    even(pin, n - 1)


def call_even(pin: Pinned[Store]) -> None:
    even(pin, 3)
    pin.value.gc()  # E: safestore-moved|safestore-maybe-moved


def setattr_(pin: Pinned[Store], h: Holder) -> None:
    h.pin = pin
    pin.transfer().discard()
    h.pin.value.gc()  # E: safestore-moved


def dele(pin: Pinned[Store]) -> None:
    token = pin.transfer()  # E: safestore-leak
    del token


def rebinds(a: Pinned[Store], b: Pinned[Store]) -> None:
    token = a.transfer()  # E: safestore-leak
    token = b.transfer()
    token.discard()


def raising(pin: Pinned[Store], n: int) -> None:
    token = pin.transfer()  # E: safestore-leak
    if n < 0:
        raise ValueError(n)
    token.discard()


def logs(pin: Pinned[Store]) -> None:
    token = pin.transfer()  # E: safestore-leak
    logging.info("made %s", token)


def under(pin: Pinned[Store]) -> None:
    _ = pin.transfer()  # E: safestore-leak


def handle_after(pin: Pinned[Store], module: Module) -> None:
    inst = Instance(pin, module, [])
    f = inst.exports(pin).func("f")
    token = pin.transfer()
    new = token.land()
    f(new)  # E: safestore-moved


def landed_twice(token: TransferToken[Store]) -> None:
    token.land().close()
    if not token.landed:
        return
    token.land()  # E: safestore-moved


def cb_thread(pin: Pinned[Store], q: queue.Queue[Any]) -> None:
    tok = pin.transfer()
    q.put(tok)
    tok.land()  # E: safestore-moved


def gen(pin: Pinned[Store]) -> Iterator[int]:
    tok = pin.transfer()
    yield 1
    tok.discard()
    pin.value.gc()  # E: safestore-moved


def with_and_use() -> None:
    with Pinned(Store()) as pin:
        store = pin.value
    store.gc()  # E: safestore-closed
    pin.value.gc()  # E: safestore-closed


def two_with() -> None:
    with Store() as a, Store() as b:
        a.gc()
    b.gc()  # E: safestore-closed


def closing_branch(store: Store, c: bool) -> None:
    if c:
        store.close()
    store.gc()  # E: safestore-closed


def loop_break(pin: Pinned[Store], items: list[int]) -> None:
    for item in items:
        if item:
            take(pin)
            break
    pin.value.gc()  # E: safestore-maybe-moved


def loop_else(pin: Pinned[Store], items: list[int]) -> None:
    for item in items:
        if item:
            break
    else:
        take(pin)
        pin.value.gc()  # E: safestore-moved


def alias_list(pin: Pinned[Store]) -> None:
    pins = [pin]
    pin.transfer().discard()
    pins[0].value.gc()  # E: safestore-moved


def alias_iter(pin: Pinned[Store]) -> None:
    pins = [pin]
    pin.transfer().discard()
    for each in pins:
        each.value.gc()  # E: safestore-moved|safestore-maybe-moved


def cond_expr(pin: Pinned[Store], c: bool) -> None:
    token = pin.transfer() if c else None  # noqa: F841  # E: safestore-leak
    print(c)


def method_ref(pin: Pinned[Store]) -> None:
    move = pin.transfer
    token = move()
    token.discard()
    pin.value.gc()  # E: safestore-moved


def nonlocal_(pin: Pinned[Store]) -> None:
    def away() -> None:
        pin.transfer().discard()

    away()
    pin.value.gc()  # E: safestore-moved


def inner_uses(pin: Pinned[Store]) -> None:
    def use() -> None:
        pin.value.gc()

    pin.transfer().discard()
    use()  # E: safestore-moved
