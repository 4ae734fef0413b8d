"""A script at the top level, with functions that use globals."""

from __future__ import annotations

import sys
import threading

from safestore import Engine, Pinned, Store, TransferToken

ENGINE = Engine()
PIN = Pinned(Store(ENGINE))
CURRENT: Pinned[Store] | None = None
TOKENS: list[TransferToken[Store]] = []
_lock = threading.Lock()
_local = threading.local()


def rotate() -> None:
    global PIN
    PIN = PIN.transfer().land()


def current() -> Pinned[Store]:
    global CURRENT
    with _lock:
        if CURRENT is None:
            CURRENT = Pinned(Store(ENGINE))
        return CURRENT


def reset() -> None:
    global CURRENT
    if CURRENT is not None:
        CURRENT.close()
        CURRENT = None


def send_away() -> None:
    global CURRENT
    if CURRENT is not None:
        TOKENS.append(CURRENT.transfer())
        CURRENT = None


def bring_back() -> None:
    global CURRENT
    if TOKENS:
        CURRENT = TOKENS.pop().land()


def make(count: int) -> list[Pinned[Store]]:
    return [Pinned(Store(ENGINE)) for _ in range(count)]


class Registry:
    default: Registry | None = None
    pins: dict[str, Pinned[Store]] = {}  # noqa: RUF012

    @classmethod
    def instance(cls) -> Registry:
        if cls.default is None:
            cls.default = cls()
        return cls.default

    def add(self, name: str, pin: Pinned[Store]) -> None:
        old = self.pins.pop(name, None)
        if old is not None:
            old.close()
        self.pins[name] = pin

    def move(self, name: str) -> TransferToken[Store]:
        return self.pins.pop(name).transfer()

    def close(self) -> None:
        for pin in self.pins.values():
            if not pin.moved:
                pin.close()
        self.pins.clear()


rotate()
rotate()
PIN.value.gc()
PIN = PIN.transfer().land()
PIN.value.gc()
registry = Registry.instance()
for number, pin in enumerate(make(3)):
    registry.add(str(number), pin)
token = registry.move("1")
back = token.land()
back.value.gc()
back.close()
registry.close()
current().value.gc()
send_away()
bring_back()
current().value.gc()
reset()
current().value.gc()

for store in [Store(ENGINE), Store(ENGINE)]:
    store.gc()
    store.close()

with Store(ENGINE) as store:
    store.gc()
store = Store(ENGINE)
store.gc()
if len(sys.argv) > 1:
    store.close()
    sys.exit(0)
store.gc()
pairs = [(name, Pinned(Store(ENGINE))) for name in sys.argv]
tokens = {name: pin.transfer() for name, pin in pairs}
landed = {name: token.land() for name, token in tokens.items()}
for _name, pin in landed.items():
    pin.value.gc()
while landed:
    _, pin = landed.popitem()
    pin.close()
