"""A job is moved when it may be: where a lock is held, transfer() raises and the pin stays here."""

from __future__ import annotations

import threading

from safestore import Engine, Func, FuncType, Instance, Module, Pinned, Store, TransferToken
from safestore.errors import NotSendError

WAT = '(module (import "" "tick" (func)) (func (export "run") (call 0)))'


def finish(token: TransferToken[Store]) -> None:
    token.land().close()


def run(pin: Pinned[Store], lock: threading.RLock | None) -> str:
    guard = lock or threading.RLock()

    def tick() -> None:
        with guard:
            pass

    imported = Func(pin.value, FuncType([], []), tick)
    entry = Instance(pin, Module(pin.value.engine, WAT), [imported]).exports(pin).func("run")
    entry(pin)
    try:
        token = pin.transfer()
    except NotSendError:
        entry(pin)
        pin.close()
        return "here"
    thread = threading.Thread(target=finish, args=(token,))
    thread.start()
    thread.join()
    return "there"


if __name__ == "__main__":
    engine = Engine()
    held = threading.RLock()
    with held:
        assert run(Pinned(Store(engine)), held) == "here"
    assert run(Pinned(Store(engine)), None) == "there"
