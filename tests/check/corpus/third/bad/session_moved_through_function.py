"""A function moves the pin inside of the holder that it is given; the caller runs the holder."""

from __future__ import annotations

from dataclasses import dataclass

from safestore import Func, Pinned, Store, TransferToken


@dataclass
class Session:
    pin: Pinned[Store]
    entry: Func
    calls: int = 0

    def run(self, argument: int) -> int:
        self.calls += 1
        return int(self.entry(self.pin, argument))


def detach(session: Session) -> TransferToken[Store]:
    return session.pin.transfer()


def migrate(pin: Pinned[Store], entry: Func, outbox: list[TransferToken[Store]]) -> int:
    session = Session(pin, entry)
    first = session.run(1)
    outbox.append(detach(session))
    return first + session.run(2)  # E: safestore-moved
