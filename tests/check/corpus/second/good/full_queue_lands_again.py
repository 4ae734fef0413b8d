"""A dispatcher offers a token to a queue that may be full; then it has it still, and lands it."""

from __future__ import annotations

import queue

from safestore import Engine, Pinned, Store, TransferToken


class Dispatcher:
    def __init__(self, depth: int) -> None:
        self._jobs: queue.Queue[TransferToken[Store]] = queue.Queue(depth)

    def offer(self, pin: Pinned[Store]) -> Pinned[Store] | None:
        """Queue it, or give it back under its new pin."""
        token = pin.transfer()
        try:
            self._jobs.put_nowait(token)
        except queue.Full:
            return token.land()
        return None

    def drop_all(self) -> int:
        count = 0
        while True:
            try:
                token = self._jobs.get_nowait()
            except queue.Empty:
                return count
            token.discard()
            count += 1


def main() -> None:
    engine = Engine()
    dispatcher = Dispatcher(1)
    assert dispatcher.offer(Pinned(Store(engine))) is None
    back = dispatcher.offer(Pinned(Store(engine)))
    assert back is not None
    back.value.gc()
    back.close()
    assert dispatcher.drop_all() == 1


if __name__ == "__main__":
    main()
