"""A CLI runner closes its raw store in a finally, and prints the guest's exit global after it."""

import argparse
import pathlib
import sys

import wasmtime


def run(path: pathlib.Path, verbose: bool) -> int:
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    try:
        instance = wasmtime.Instance(store, wasmtime.Module.from_file(engine, path), [])
        exports = instance.exports(store)
        main = exports["main"]
        status = exports["status"]
        if not isinstance(main, wasmtime.Func) or not isinstance(status, wasmtime.Global):
            print("expected main() and a global named status", file=sys.stderr)
            return 2
        main(store)
    except wasmtime.Trap as trap:
        print(trap.message, file=sys.stderr)
        return 1
    finally:
        store.close()
    if verbose:
        print("finished", path)
    return int(status.value(store))  # E: safestore-closed


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("path", type=pathlib.Path)
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    raise SystemExit(run(options.path, options.verbose))
