"""A worker tries to land a token until the landing works: one that fails leaves the token whole."""

from __future__ import annotations

from safestore import Engine, Pinned, Store, TransferToken
from safestore.errors import LandingError


def land(token: TransferToken[Store], attempts: int) -> Pinned[Store]:
    while True:
        try:
            pin = token.land()
        except LandingError:
            attempts -= 1
            if attempts == 0:
                token.discard()
                raise
        else:
            pin.value.gc()
            return pin


def main() -> int:
    failures = [OSError("not yet"), OSError("still not")]
    store = Store(Engine())

    def hook(_: object) -> None:
        if failures:
            raise failures.pop()

    store.on_land(hook)
    with land(Pinned(store).transfer(), 5) as pin:
        pin.value.gc()
    return len(failures)


if __name__ == "__main__":
    print(main())
