"""A tenant registry takes one tenant out and migrates it; the loop is over those that are left."""

from __future__ import annotations

import threading

import safestore as wasmtime


def migrate(token: wasmtime.TransferToken[wasmtime.Store], done: threading.Event) -> None:
    with token.land() as pin:
        pin.value.gc()
    done.set()


def main() -> None:
    engine = wasmtime.Engine()
    pins = {name: wasmtime.Pinned(wasmtime.Store(engine)) for name in ("ada", "bob", "eve")}
    done = threading.Event()
    token = pins.pop("ada").transfer()
    threading.Thread(target=migrate, args=(token, done)).start()
    done.wait()
    for pin in pins.values():
        pin.value.set_limits(memory_size=1 << 20)
    pins["ada"] = wasmtime.Pinned(wasmtime.Store(engine))
    pins["ada"].value.set_limits(memory_size=1 << 20)
    while pins:
        _, last = pins.popitem()
        last.close()


if __name__ == "__main__":
    main()
