"""An actor whose messages go to a guest."""

from __future__ import annotations

from safestore import Engine, Instance, Module, Owned, Pinned, Store

from .actors import Actor

SOURCE = '(module (func (export "receive") (param i32)))'


class GuestActor(Actor):
    def __init__(self, name: str, pin: Owned[Store], module: Module) -> None:
        super().__init__(name)
        self.module = module
        pin.value.gc()
        self.token = pin.transfer()

    def begin(self) -> None:
        self.pin = self.token.land()
        self.instance = Instance(self.pin, self.module, [])

    def receive(self, message: int) -> None:
        self.instance.exports(self.pin).func("receive")(self.pin, message)


def main() -> None:
    engine = Engine()
    actor = GuestActor("guest", Pinned(Store(engine)), Module(engine, SOURCE))
    actor.start()
    for message in (1, 2, None):
        actor.inbox.put(message)
    actor.join()


if __name__ == "__main__":
    main()
