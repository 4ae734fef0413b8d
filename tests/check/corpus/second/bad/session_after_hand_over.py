"""A chat-like session hands its store over for the night, and is asked for a step after that."""

from __future__ import annotations

from safestore import Engine, Func, Instance, Module, Pinned, Store, TransferToken

STEPS = """(module
  (global $at (mut i32) (i32.const 0))
  (func (export "step") (param i32) (result i32)
    (global.set $at (i32.add (global.get $at) (local.get 0)))
    (global.get $at)))"""


class Session:
    def __init__(self, engine: Engine) -> None:
        self._pin = Pinned(Store(engine))
        instance = Instance(self._pin, Module(engine, STEPS), [])
        self._step: Func = instance.exports(self._pin).func("step")

    def step(self, by: int) -> int:
        return int(self._step(self._pin, by))

    def hand_over(self) -> TransferToken[Store]:
        return self._pin.transfer()


def main() -> None:
    session = Session(Engine())
    for by in (1, 2, 3):
        print("at", session.step(by))
    night = session.hand_over()
    print("left at", session.step(0))  # E: safestore-moved
    night.discard()


if __name__ == "__main__":
    main()
