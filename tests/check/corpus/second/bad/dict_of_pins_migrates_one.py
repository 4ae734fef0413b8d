"""A tenant registry migrates one tenant's store, and then looks that tenant's pin up again."""

from __future__ import annotations

import threading

import safestore as wasmtime


def migrate(token: wasmtime.TransferToken[wasmtime.Store], done: threading.Event) -> None:
    with token.land() as pin:
        pin.value.gc()
    done.set()


def main() -> None:
    engine = wasmtime.Engine()
    pins = {name: wasmtime.Pinned(wasmtime.Store(engine)) for name in ("ada", "bob")}
    done = threading.Event()
    token = pins["ada"].transfer()
    threading.Thread(target=migrate, args=(token, done)).start()
    done.wait()
    pins["bob"].value.set_limits(memory_size=1 << 20)
    pins["ada"].value.set_limits(memory_size=1 << 20)  # E: safestore-moved


if __name__ == "__main__":
    main()
