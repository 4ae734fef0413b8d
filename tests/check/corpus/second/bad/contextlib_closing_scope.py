"""A size report opens raw stores with contextlib.closing, and asks one for its memory too late."""

import contextlib
import sys

import wasmtime


def report(engine: wasmtime.Engine, paths: list[str]) -> dict[str, int]:
    pages: dict[str, int] = {}
    for path in paths:
        with contextlib.closing(wasmtime.Store(engine)) as store:
            module = wasmtime.Module.from_file(engine, path)
            linker = wasmtime.Linker(engine)
            linker.define_unknown_imports_as_traps(module)
            exports = linker.instantiate(store, module).exports(store)
            memory = exports.get("memory")
        if isinstance(memory, wasmtime.Memory):
            pages[path] = memory.size(store)  # E: safestore-closed
    return pages


if __name__ == "__main__":
    for name, size in report(wasmtime.Engine(), sys.argv[1:]).items():
        print(f"{size:6} {name}")
