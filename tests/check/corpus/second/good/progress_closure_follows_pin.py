"""A progress line is a closure over a variable: after the move it sees the pin that was landed."""

from __future__ import annotations

from safestore import Config, Engine, Instance, Module, Pinned, Store

WAT = '(module (func (export "work") (loop) (loop) (loop)))'


def main() -> None:
    config = Config()
    config.consume_fuel = True
    engine = Engine(config)
    pin = Pinned(Store(engine))
    pin.value.set_fuel(1_000)

    def progress() -> int:
        return pin.value.get_fuel()

    def work() -> None:
        Instance(pin, Module(engine, WAT), []).exports(pin).func("work")(pin)

    work()
    before = progress()
    token = pin.transfer()
    pin = token.land()
    assert progress() == before
    work()
    assert progress() < before
    pin.close()


if __name__ == "__main__":
    main()
