"""A CLI tool moves its store to a thread with --detach, and is done there; else it goes on here."""

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


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--detach", action="store_true")
    args = parser.parse_args(argv)
    pin = Pinned(Store(Engine()))
    if args.detach:
        thread = threading.Thread(target=run_detached, args=(pin.transfer(), WAT))
        thread.start()
        thread.join()
        return 0
    run(pin, WAT)
    pin.value.gc()
    pin.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main([]) or main(["--detach"]))
