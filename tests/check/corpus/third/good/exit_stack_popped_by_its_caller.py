"""Enters tenants' pins on an ExitStack and pops them all off it: they stay open for the caller."""

from __future__ import annotations

from contextlib import ExitStack

from safestore import Engine, Pinned, Store


class Tenants:
    def __init__(self, engine: Engine, count: int) -> None:
        with ExitStack() as stack:
            self.pins = [stack.enter_context(Pinned(Store(engine))) for _ in range(count)]
            for number, pin in enumerate(self.pins):
                pin.value.set_limits(memories=number + 1)
            self._stack = stack.pop_all()

    def collect(self) -> int:
        for pin in self.pins:
            pin.value.gc()
        return len(self.pins)

    def close(self) -> None:
        self._stack.close()


def main(engine: Engine) -> int:
    tenants = Tenants(engine, 3)
    try:
        return tenants.collect()
    finally:
        tenants.close()


if __name__ == "__main__":
    print(main(Engine()))
