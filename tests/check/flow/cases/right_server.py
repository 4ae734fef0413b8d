"""A server: sessions, a registry, class hierarchies, context managers."""

from __future__ import annotations

import abc
import functools
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from types import TracebackType
from typing import Any, ClassVar, ParamSpec, TypeVar

from safestore import (
    Caller,
    Engine,
    Func,
    FuncType,
    Linker,
    Memory,
    Module,
    Owned,
    Pinned,
    Store,
    Trap,
    ValType,
)
from safestore.errors import ClosedError, NotSendError

P = ParamSpec("P")
R = TypeVar("R")


def timed(work: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(work)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        start = time.monotonic()
        try:
            return work(*args, **kwargs)
        finally:
            print(work.__name__, time.monotonic() - start)

    return wrapped


class Session(abc.ABC):
    kinds: ClassVar[dict[str, type[Session]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Session.kinds[cls.__name__] = cls

    def __init__(self, engine: Engine) -> None:
        self.store = Store(engine)
        self.linker = Linker(engine)
        self._open = True

    @abc.abstractmethod
    def handle(self, line: str) -> str: ...

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._open:
            self._open = False
            self.store.close()

    @classmethod
    def make(cls, engine: Engine) -> Session:
        session = cls(engine)
        session.setup()
        return session

    def setup(self) -> None:
        self.store.set_fuel(10)


class Calculator(Session):
    def __init__(self, engine: Engine, module: Module) -> None:
        super().__init__(engine)
        self.instance = self.linker.instantiate(self.store, module)
        exports = self.instance.exports(self.store)
        self.add = exports.func("add")
        self.memory = exports.memory("memory")

    @timed
    def handle(self, line: str) -> str:
        left, right = map(int, line.split())
        self.memory.write(self.store, line.encode(), 0)
        return str(self.add(self.store, left, right))

    @property
    def fuel(self) -> int:
        return self.store.get_fuel()

    @staticmethod
    def parse(line: str) -> tuple[int, int]:
        a, b = line.split()
        return int(a), int(b)

    def words(self) -> Iterator[int]:
        size = self.memory.data_len(self.store)
        for start in range(0, size, 4):
            yield int.from_bytes(self.memory.read(self.store, start, start + 4), "little")


class Echo(Session):
    def handle(self, line: str) -> str:
        self.store.gc()
        return line


def serve(engine: Engine, module: Module, lines: list[str]) -> list[str]:
    answers = []
    with Calculator(engine, module) as session, Echo(engine) as echo:
        for line in lines:
            try:
                answers.append(session.handle(line))
            except (Trap, ValueError) as error:
                answers.append(f"error: {error}")
                continue
            else:
                echo.handle(line)
            finally:
                print("done")
    return answers


def two(engine: Engine) -> int:
    with ExitStack() as stack:
        first = stack.enter_context(Store(engine))
        second = stack.enter_context(closing(Store(engine)))
        stack.callback(print, "over")
        first.gc()
        second.gc()
        return first.get_fuel() + second.get_fuel()


def keep_on_success(engine: Engine) -> Store:
    with ExitStack() as stack:
        store = Store(engine)
        stack.callback(store.close)
        store.set_fuel(10)
        stack.pop_all()
        return store


def on_error(engine: Engine) -> Pinned[Store]:
    store = Store(engine)
    try:
        store.set_fuel(10)
        pin = Pinned(store)
    except BaseException:
        store.close()
        raise
    return pin


def tries(pin: Pinned[Store]) -> Pinned[Store]:
    try:
        token = pin.transfer()
    except NotSendError:
        return pin
    return token.land()


def tries_more(pin: Pinned[Store]) -> Pinned[Store]:
    for _ in range(3):
        try:
            token = pin.transfer()
        except NotSendError:
            pin.value.gc()
            continue
        return token.land()
    return pin


def consume(pin: Owned[Pinned[Store]]) -> None:
    pin.close()


def maybe_consume(pin: Pinned[Store], really: bool) -> Pinned[Store] | None:
    if really:
        consume(pin)
        return None
    return pin


def use_maybe(pin: Pinned[Store], really: bool) -> None:
    kept = maybe_consume(pin, really)
    if kept is not None:
        kept.value.gc()


def flagged(pin: Pinned[Store], away: bool) -> None:
    token = None
    if away:
        token = pin.transfer()
    if not away:
        pin.value.gc()
    if token is not None:
        token.discard()


def flagged_else(pin: Pinned[Store], away: bool) -> Pinned[Store]:
    token = pin.transfer() if away else None
    if token is None:
        return pin
    return token.land()


def recursive(pin: Pinned[Store], depth: int) -> Pinned[Store]:
    if depth == 0:
        return pin
    return recursive(pin.transfer().land(), depth - 1)


def ping(pin: Pinned[Store], depth: int) -> int:
    return 0 if depth == 0 else pong(pin, depth - 1)


def pong(pin: Pinned[Store], depth: int) -> int:
    pin.value.gc()
    return ping(pin, depth)


def matcher(pin: Pinned[Store], word: str) -> None:
    match word.split():
        case ["move"]:
            pin = pin.transfer().land()
        case ["close"]:
            pin.close()
            return
        case [("a" | "b") as letter, *rest] if rest:
            print(letter)
        case _:
            pass
    pin.value.gc()


def apply(work: Callable[[Pinned[Store]], R], pin: Pinned[Store]) -> R:
    return work(pin)


def applied(pin: Pinned[Store]) -> None:
    apply(lambda p: p.value.gc(), pin)
    apply(ids, pin)
    pin.value.gc()
    again = apply(lambda p: p.transfer().land(), pin)
    again.value.gc()


def ids(pin: Pinned[Store]) -> int:
    return id(pin)


def forward(*args: Any, **kwargs: Any) -> None:
    print(args, kwargs)


def starred(pin: Pinned[Store]) -> None:
    args = (pin, 3)
    forward(*args, pin=pin)
    options = {"pin": pin}
    forward(**options)
    pin.value.gc()


class Host:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.lines: list[str] = []
        self.linker = Linker(engine)
        self.linker.define_func(
            "env",
            "log",
            FuncType([ValType.i32(), ValType.i32()], []),
            self._log,
            access_caller=True,
        )

    def _log(self, caller: Caller, start: int, size: int) -> None:
        memory = caller.get("memory")
        assert isinstance(memory, Memory)
        text = memory.read(caller, start, start + size)
        self.lines.append(bytes(text).decode())

    def instantiate(self, module: Module) -> tuple[Pinned[Store], Func]:
        store = Store(self.engine)
        instance = self.linker.instantiate(store, module)
        return Pinned(store), instance.exports(store).func("run")

    def run(self, module: Module) -> list[str]:
        pin, run = self.instantiate(module)
        with pin:
            run(pin)
        return self.lines


def guard(store: Store) -> bool:
    try:
        store.gc()
    except ClosedError:
        return False
    return True


def reopen(engine: Engine) -> None:
    store = Store(engine)
    while True:
        try:
            store.gc()
            break
        except Trap:
            store.close()
            store = Store(engine)
    store.close()


def closes_then_reports(store: Store) -> None:
    with suppress(Trap):
        store.gc()
    store.close()
    print(store, repr(store), store is None)
