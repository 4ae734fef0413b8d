"""A shim for a half-migrated program adopts what old code has made with wasmtime itself."""

from __future__ import annotations

import wasmtime as old

import safestore


def migrate_module(engine: old.Engine, module: old.Module) -> safestore.Module:
    """Take over an engine and a module of it."""
    adopted = safestore.unsafe.adopt(engine)  # E: safestore-unsafe
    return safestore.unsafe.adopt(module, adopted)  # E: safestore-unsafe


def names(module: safestore.Module) -> list[str]:
    return [export.name for export in module.exports]


def main() -> None:
    engine = old.Engine()
    module = old.Module(engine, '(module (func (export "f")) (func (export "g")))')
    print(names(migrate_module(engine, module)))


if __name__ == "__main__":
    main()
