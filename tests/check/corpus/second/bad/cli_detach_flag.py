"""A CLI tool moves its store to a thread with --detach, and then reports on it in both cases."""

from __future__ import annotations

import argparse
import threading

from safestore import Engine, Instance, Module, Pinned, Store, TransferToken

WAT = '(module (memory (export "memory") 1) (func (export "run")))'


def run_detached(token: TransferToken[Store], text: str) -> None:
    with token.land() as pin:
        run(pin, text)


def run(pin: Pinned[Store], text: str) -> None:
    Instance(pin, Module(pin.value.engine, text), []).exports(pin).func("run")(pin)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--detach", action="store_true")
    args = parser.parse_args()
    pin = Pinned(Store(Engine()))
    if args.detach:
        thread = threading.Thread(target=run_detached, args=(pin.transfer(), WAT))
        thread.start()
        thread.join()
    else:
        run(pin, WAT)
    pin.value.gc()  # E: safestore-maybe-moved
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
