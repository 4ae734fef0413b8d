"""A worker retries its job; each attempt lands the same token, which only the first can."""

from __future__ import annotations

from safestore import Instance, Module, Pinned, Store, TransferToken, Trap


def run(token: TransferToken[Store], module: Module, attempts: int) -> int:
    last: Trap | None = None
    for _ in range(attempts):
        pin = token.land()  # E: safestore-maybe-moved
        try:
            return answer(pin, module)
        except Trap as trap:
            last = trap
    raise RuntimeError("no attempt worked") from last


def answer(pin: Pinned[Store], module: Module) -> int:
    instance = Instance(pin, module, [])
    return int(instance.exports(pin).func("run")(pin))
