"""A with closes its pin at the end, unless the body has moved it: then it leaves it alone."""

from __future__ import annotations

import contextlib
import queue

from safestore import Engine, Instance, Module, Pinned, Store, TransferToken


def prepare(engine: Engine, module: Module, out: queue.Queue[TransferToken[Store]]) -> None:
    with Pinned(Store(engine)) as pin:
        pin.value.set_limits(instances=4)
        if Instance(pin, module, []).exports(pin):
            out.put(pin.transfer())


def prepare_two(engine: Engine, out: queue.Queue[TransferToken[Store]]) -> None:
    with contextlib.ExitStack() as stack:
        first = stack.enter_context(Pinned(Store(engine)))
        second = stack.enter_context(Pinned(Store(engine)))
        out.put(first.transfer())
        second.value.gc()


def main() -> None:
    engine = Engine()
    out: queue.Queue[TransferToken[Store]] = queue.Queue()
    prepare(engine, Module(engine, '(module (func (export "f")))'), out)
    prepare(engine, Module(engine, "(module)"), out)
    prepare_two(engine, out)
    assert out.qsize() == 2
    for _ in range(2):
        out.get().discard()


if __name__ == "__main__":
    main()
