"""Moves: by which way a pin, or what was made from it, is used after it has left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest

from safestore import Engine, Func, Instance, Memory, Module, Owned, Pinned, Store, TransferToken
from safestore.errors import MovedError, NotSendError


def take(pin: Owned[Store]) -> None: ...


def fuel(pin: Pinned[Store]) -> int:
    return pin.value.get_fuel()


def bound_method(pin: Pinned[Store]) -> None:
    give = pin.transfer
    token = give()
    pin.value.gc()  # E: safestore-moved
    token.land().close()


def bound_method_of_a_token(token: TransferToken[Store]) -> None:
    land = token.land
    land().close()
    token.discard()  # E: safestore-moved


def alias_of_a_token(token: TransferToken[Store]) -> None:
    other = token
    other.land().close()
    token.land()  # E: safestore-moved


def discarded_twice(token: TransferToken[Store]) -> None:
    token.discard()
    token.discard()  # E: safestore-moved


def only_looked_at(pin: Pinned[Store]) -> str:
    token = pin.transfer()
    print(pin, pin.moved, repr(pin), pin.is_mine())
    token.discard()
    return f"{pin!r}"


def walrus(pin: Pinned[Store]) -> None:
    if token := pin.transfer():
        token.discard()
    pin.value.gc()  # E: safestore-moved


def conditional(pin: Pinned[Store], other: Pinned[Store], first: bool) -> None:
    chosen = pin if first else other
    chosen.transfer().discard()
    pin.value.gc()  # E: safestore-maybe-moved


def conditional_and_the_other(pin: Pinned[Store], other: Pinned[Store], first: bool) -> None:
    if first:
        chosen, rest = pin, other
    else:
        chosen, rest = other, pin
    chosen.transfer().discard()
    rest.value.gc()


def flag(pin: Pinned[Store], wanted: bool) -> None:
    gone = False
    if wanted:
        pin.transfer().discard()
        gone = True
    if not gone:
        pin.value.gc()


def same_condition_twice(pin: Pinned[Store], wanted: bool) -> None:
    if wanted:
        pin.transfer().discard()
    print("between")
    if not wanted:
        pin.value.gc()


def condition_changed_between(pin: Pinned[Store], wanted: bool) -> None:
    if wanted:
        pin.transfer().discard()
    wanted = not wanted
    if not wanted:
        pin.value.gc()  # E: safestore-maybe-moved


def early_return(pin: Pinned[Store], wanted: bool) -> None:
    if wanted:
        pin.transfer().discard()
        return
    pin.value.gc()


def break_out(pin: Pinned[Store], numbers: list[int]) -> None:
    for number in numbers:
        if number:
            pin.transfer().discard()
            break
    else:
        pin.value.gc()


def continued(pin: Pinned[Store], numbers: list[int]) -> None:
    for number in numbers:
        if number:
            continue
        pin.transfer().discard()  # E: safestore-maybe-moved


def endless(pin: Pinned[Store], numbers: list[int]) -> None:
    while True:
        if numbers.pop():
            pin.transfer().discard()
            return
        pin.value.gc()


def asked(pin: Pinned[Store], wanted: bool) -> None:
    if wanted:
        pin.transfer().discard()
    if pin.moved:
        return
    pin.value.gc()


def asserted(pin: Pinned[Store], wanted: bool) -> None:
    if wanted:
        pin.transfer().discard()
    assert not pin.moved
    pin.value.gc()


def failed_transfer(pin: Pinned[Store]) -> None:
    try:
        token = pin.transfer()
    except NotSendError:
        pin.value.gc()
        return
    token.discard()


def failed_later(pin: Pinned[Store], number: str) -> None:
    try:
        token = pin.transfer()
        token.discard()
        int(number)
    except ValueError:
        pin.value.gc()  # E: safestore-maybe-moved


def in_else(pin: Pinned[Store], number: str) -> None:
    try:
        int(number)
    except ValueError:
        pin.transfer().discard()
    else:
        pin.value.gc()


def on_purpose(pin: Pinned[Store]) -> None:
    pin.transfer().discard()
    with pytest.raises(MovedError):
        pin.value.gc()
    with suppress(MovedError):
        pin.value.gc()
    try:
        pin.value.gc()
    except MovedError:
        print("as it should be")


def after_suppress(pin: Pinned[Store], number: str) -> None:
    with suppress(ValueError):
        pin.transfer().discard()
        int(number)
    pin.value.gc()  # E: safestore-moved|safestore-maybe-moved


def owned(pin: Pinned[Store]) -> None:
    take(pin)
    fuel(pin)  # E: safestore-moved


def owned_by_keyword(pin: Pinned[Store]) -> None:
    take(pin=pin)
    pin.value.gc()  # E: safestore-moved


def owned_at_once(engine: Engine) -> None:
    take(Pinned(Store(engine)))


def owned_callable(pin: Pinned[Store], sink: Callable[[Owned[Store]], None]) -> None:
    sink(pin)
    pin.value.gc()  # E: safestore-moved


def nested(pin: Pinned[Store]) -> None:
    def leave() -> None:
        pin.transfer().discard()

    leave()
    pin.value.gc()  # E: safestore-moved


def nested_rebinds(pin: Pinned[Store]) -> None:
    def renew() -> None:
        nonlocal pin
        pin = pin.transfer().land()

    renew()
    pin.value.gc()


def by_lambda(pin: Pinned[Store]) -> None:
    read = lambda: pin.value.get_fuel()  # noqa: E731
    read()
    pin.transfer().discard()
    read()  # E: safestore-moved


def in_a_dict(pin: Pinned[Store]) -> None:
    pins = {"one": pin}
    pins["one"].transfer().discard()
    pins["one"].value.gc()  # E: safestore-moved


def in_a_tuple(pin: Pinned[Store]) -> None:
    pair = (pin, 1)
    first, _ = pair
    first.transfer().discard()
    pair[0].value.gc()  # E: safestore-moved


def all_of_them(pins: list[Pinned[Store]]) -> list[TransferToken[Store]]:
    tokens = [pin.transfer() for pin in pins]
    for pin in pins:
        pin.value.gc()  # E: safestore-moved
    return tokens


def unpinned(pin: Pinned[Store]) -> None:
    store = pin.unpin()
    store.gc()
    pin.value.gc()  # E: safestore-moved


def stores_follow_their_pin(engine: Engine) -> None:
    store = Store(engine)
    pin = Pinned(store)
    pin.transfer().discard()
    store.gc()  # E: safestore-moved


def handles_follow(pin: Pinned[Store], module: Module) -> None:
    exports = Instance(pin, module, []).exports(pin)
    run, memory = exports.func("run"), exports.memory("memory")
    landed = pin.transfer().land()
    memory.size(landed)  # E: safestore-moved
    run(landed)  # E: safestore-moved


def taken_anew(pin: Pinned[Store], module: Module) -> None:
    instance = Instance(pin, module, [])
    bundle = Pinned((pin.unpin(), instance))
    landed = bundle.transfer().land()
    store, again = landed.value
    again.exports(store).func("run")(store)


class Worker:
    def __init__(self, pin: Pinned[Store], module: Module) -> None:
        self.pin = pin
        self.run: Func = Instance(pin, module, []).exports(pin).func("run")

    def leave(self) -> TransferToken[Store]:
        return self.pin.transfer()

    def work(self) -> int:
        return int(self.run(self.pin))

    def both(self) -> TransferToken[Store]:
        token = self.leave()
        self.work()  # E: safestore-moved
        return token

    @property
    def left(self) -> int:
        return self.pin.value.get_fuel()


def worker(pin: Pinned[Store], module: Module) -> None:
    made = Worker(pin, module)
    made.work()
    token = made.leave()
    print(made.left)  # E: safestore-moved
    token.discard()


@contextmanager
def lent(pin: Pinned[Store]) -> Iterator[TransferToken[Store]]:
    token = pin.transfer()
    yield token


def after_a_manager(pin: Pinned[Store]) -> None:
    with lent(pin) as token:
        token.discard()
    pin.value.gc()  # E: safestore-moved


def exit_stack(engine: Engine) -> None:
    with ExitStack() as stack:
        pin = stack.enter_context(Pinned(Store(engine)))
        pin.value.gc()
    pin.value.gc()  # E: safestore-closed


def handed_to_a_thread(pin: Pinned[Store]) -> None:
    token = pin.transfer()
    thread = threading.Thread(target=print, args=(token,))
    thread.start()
    token.land()  # E: safestore-moved


def not_started(pin: Pinned[Store]) -> None:
    token = pin.transfer()
    thread = threading.Thread(target=print, args=(token,))
    try:
        thread.start()
    except RuntimeError:
        token.discard()


def in_a_match(pin: Pinned[Store], order: object) -> None:
    match order:
        case int():
            pin.transfer().discard()
        case str() as text if text:
            return
        case _:
            pin.value.gc()
    print(pin)


def recursive(pin: Pinned[Store], depth: int) -> None:
    if depth:
        recursive(pin, depth - 1)
    pin.value.gc()


def through_memory(memory: Memory, pin: Pinned[Store]) -> bytes:
    data = memory.read(pin, 0, 4)
    pin.transfer().discard()
    return bytes(data)
