"""A context manager is to park its store on exit; it makes the token and keeps it nowhere."""

from __future__ import annotations

from safestore import Engine, Func, Instance, Module, Pinned, Store

WAT = '(module (func (export "beat")))'


class Parked:
    def __init__(self, engine: Engine) -> None:
        self.pin = Pinned(Store(engine))
        instance = Instance(self.pin, Module(engine, WAT), [])
        self._beat: Func = instance.exports(self.pin).func("beat")
        self.parked = False

    def beat(self) -> None:
        self._beat(self.pin)

    def __enter__(self) -> Parked:
        return self

    def __exit__(self, *exc: object) -> None:
        if not self.parked:
            self.parked = True
            self.pin.transfer()  # E: safestore-leak


def main() -> None:
    with Parked(Engine()) as heart:
        heart.beat()


if __name__ == "__main__":
    main()
