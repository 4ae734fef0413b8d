"""A chat-like session hands its store over for the night, and takes it back before it goes on."""

from __future__ import annotations

from dataclasses import dataclass

from safestore import Engine, Func, Instance, Module, Pinned, Store, TransferToken

STEPS = """(module
  (global $at (mut i32) (i32.const 0))
  (func (export "step") (param i32) (result i32)
    (global.set $at (i32.add (global.get $at) (local.get 0)))
    (global.get $at)))"""


@dataclass
class World:
    store: Store
    step: Func


class Session:
    def __init__(self, engine: Engine) -> None:
        store = Store(engine)
        step = Instance(store, Module(engine, STEPS), []).exports(store).func("step")
        self._pin = Pinned(World(store, step))

    def step(self, by: int) -> int:
        world = self._pin.value
        return int(world.step(world.store, by))

    def hand_over(self) -> TransferToken[World]:
        return self._pin.transfer()

    def take_back(self, token: TransferToken[World]) -> None:
        self._pin = token.land()


def main() -> None:
    session = Session(Engine())
    assert session.step(3) == 3
    night = session.hand_over()
    session.take_back(night)
    assert session.step(1) == 4


if __name__ == "__main__":
    main()
