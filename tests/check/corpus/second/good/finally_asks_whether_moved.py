"""A job runs here or is queued for a worker; its finally closes the pin unless it was moved."""

from __future__ import annotations

import queue

from safestore import Engine, Instance, Module, Pinned, Store, TransferToken

ENGINE = Engine()
BACKLOG: queue.Queue[TransferToken[Store]] = queue.Queue()


def handle(module: Module, urgent: bool) -> int | None:
    pin = Pinned(Store(ENGINE))
    try:
        if not urgent:
            BACKLOG.put(pin.transfer())
            return None
        main = Instance(pin, module, []).exports(pin).func("main")
        return int(main(pin))
    finally:
        if not pin.moved:
            pin.close()
        print("handled", pin)


def drain() -> int:
    count = 0
    while not BACKLOG.empty():
        BACKLOG.get().discard()
        count += 1
    return count


if __name__ == "__main__":
    module = Module(ENGINE, '(module (func (export "main") (result i32) (i32.const 1)))')
    assert handle(module, True) == 1
    assert handle(module, False) is None
    assert drain() == 1
