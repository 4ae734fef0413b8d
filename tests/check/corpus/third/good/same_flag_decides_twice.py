"""One flag decides whether a store is handed over, and the same flag whether it is closed here."""

from __future__ import annotations

import queue

from safestore import Engine, Pinned, Store, TransferToken


def retire(
    pin: Pinned[Store], others: queue.Queue[TransferToken[Store]], *, overloaded: bool
) -> str:
    pin.value.gc()
    if overloaded:
        others.put(pin.transfer())
    verdict = f"retiring {pin}"
    print(verdict)
    if not overloaded:
        pin.value.set_limits(memories=0)
        pin.close()
    return verdict


if __name__ == "__main__":
    taken: queue.Queue[TransferToken[Store]] = queue.Queue()
    retire(Pinned(Store(Engine())), taken, overloaded=True)
    retire(Pinned(Store(Engine())), taken, overloaded=False)
    taken.get().discard()
