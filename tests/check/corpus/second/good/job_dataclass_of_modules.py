"""A render queue hands jobs to an executor; a job has modules, which the thread instantiates."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import safestore as wasmtime


@dataclass(frozen=True)
class Filter:
    name: str
    module: wasmtime.Module
    signature: wasmtime.FuncType


@dataclass
class Job:
    path: str
    filters: dict[str, list[Filter]] = field(default_factory=dict)


def render(engine: wasmtime.Engine, job: Job) -> str:
    names = []
    with wasmtime.Pinned(wasmtime.Store(engine)) as pin:
        for step in job.filters.get("post", []):
            instance = wasmtime.Instance(pin, step.module, [])
            names.append(f"{step.name}={len(instance.exports(pin))}")
    return f"{job.path}: {', '.join(names)}"


def main() -> None:
    engine = wasmtime.Engine()
    module = wasmtime.Module(engine, '(module (func (export "blur")))')
    job = Job("a.png", {"post": [Filter("blur", module, wasmtime.FuncType([], []))]})
    with ThreadPoolExecutor(max_workers=2) as pool:
        future = pool.submit(render, engine, job)
        assert future.result() == "a.png: blur=1"


if __name__ == "__main__":
    main()
