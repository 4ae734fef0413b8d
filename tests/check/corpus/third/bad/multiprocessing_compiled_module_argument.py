"""A batch job compiles once and gives the Module to child processes, where it cannot go."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import safestore as wasmtime


def evaluate(module: wasmtime.Module, path: Path) -> None:
    print(path, len(module.exports))


def main(source: Path, inputs: list[Path]) -> int:
    engine = wasmtime.Engine()
    module = wasmtime.Module.from_file(engine, source)
    children: list[multiprocessing.Process] = []
    for path in inputs:
        child = multiprocessing.Process(
            target=evaluate,
            args=(
                module,  # E: safestore-send
                path,
            ),
        )
        child.start()
        children.append(child)
    for child in children:
        child.join()
    return sum(child.exitcode or 0 for child in children)
