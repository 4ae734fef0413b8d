"""Plain wasmtime: a pool's threads are given an instance."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import wasmtime


def run(instance: wasmtime.Instance) -> None:
    print(instance)


def main(pool: ThreadPoolExecutor, instance: wasmtime.Instance) -> None:
    pool.submit(run, instance).result()  # E: safestore-send
