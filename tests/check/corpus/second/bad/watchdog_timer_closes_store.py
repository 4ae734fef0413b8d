"""A runner with a time limit: a Timer closes the raw store under the guest that takes too long."""

import argparse
import threading
from pathlib import Path

import wasmtime


def run_limited(path: Path, name: str, seconds: float) -> object:
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    linker = wasmtime.Linker(engine)
    instance = linker.instantiate(store, wasmtime.Module.from_file(engine, path))
    entry = instance.exports(store)[name]
    if not isinstance(entry, wasmtime.Func):
        raise SystemExit(f"{name} is not a function")
    watchdog = threading.Timer(seconds, store.close)  # E: safestore-send
    watchdog.start()
    try:
        return entry(store)
    finally:
        watchdog.cancel()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--invoke", default="_start")
    parser.add_argument("--timeout", type=float, default=5.0)
    args = parser.parse_args()
    print(run_limited(args.path, args.invoke, args.timeout))


if __name__ == "__main__":
    main()
