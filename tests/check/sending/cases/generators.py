# ruff: noqa: C400, C417, UP028
"""What has not run yet takes along what it needs to go on."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from safestore import Engine, Func, Pinned, Store


def cost(pin: Pinned[Store], n: int) -> int:
    return pin.value.get_fuel() + n


def costs(pin: Pinned[Store], ns: list[int]) -> Iterator[int]:
    for n in ns:
        yield cost(pin, n)


def numbers(pin: Pinned[Store]) -> list[int]:
    return [pin.value.get_fuel()]


def expressions(pool: ThreadPoolExecutor, pin: Pinned[Store], ns: list[int]) -> None:
    pool.submit(sum, (cost(pin, n) for n in ns))  # E: safestore-send
    pool.submit(sum, (n for n in ns if n > pin.value.get_fuel()))  # E: safestore-send
    pool.submit(sum, (n * m for n in ns for m in numbers(pin)))  # E: safestore-send
    pool.submit(sum, (n * 2 for n in ns))
    pool.submit(sum, (n * 2 for n in numbers(pin)))
    pool.submit(sum, [cost(pin, n) for n in ns])
    pool.submit(sum, list(cost(pin, n) for n in ns))
    pool.submit(sum, sorted(cost(pin, n) for n in ns))
    pool.submit(print, sum(cost(pin, n) for n in ns))
    pool.submit(print, *(cost(pin, n) for n in ns))
    pool.submit(print, *map(lambda n: cost(pin, n), ns))
    pool.submit(print, *(pin for _ in ns))  # E: safestore-send


def elements(pool: ThreadPoolExecutor, pin: Pinned[Store], funcs: list[Func]) -> None:
    pool.submit(list, (f for f in funcs))  # E: safestore-send
    pool.submit(len, list(f for f in funcs))  # E: safestore-send
    pool.submit(len, [lambda: pin.value.gc() for _ in funcs])  # E: safestore-send
    pool.submit(len, list(lambda: pin.value.gc() for _ in funcs))  # E: safestore-send


def functions(pool: ThreadPoolExecutor, pin: Pinned[Store], ns: list[int]) -> None:
    pool.submit(sum, costs(pin, ns))  # E: safestore-send
    pool.submit(sum, list(costs(pin, ns)))
    pool.submit(sum, tuple(costs(pin, ns)))


def by_name(pool: ThreadPoolExecutor, pin: Pinned[Store], ns: list[int]) -> None:
    lazy = (cost(pin, n) for n in ns)
    called = costs(pin, ns)
    mapped = map(lambda n: cost(pin, n), ns)
    plain = (n for n in ns)
    pool.submit(sum, lazy)  # E: safestore-send
    pool.submit(sum, called)  # E: safestore-send
    pool.submit(sum, mapped)  # E: safestore-send
    pool.submit(sum, plain)


def wrapped(pool: ThreadPoolExecutor, pin: Pinned[Store], ns: list[int]) -> None:
    pool.submit(sum, map(lambda n: cost(pin, n), ns))  # E: safestore-send
    pool.submit(list, filter(lambda n: cost(pin, n), ns))  # E: safestore-send
    pool.submit(list, itertools.islice(costs(pin, ns), 3))  # E: safestore-send
    pool.submit(list, enumerate(cost(pin, n) for n in ns))  # E: safestore-send
    pool.submit(sum, map(abs, ns))
    pool.submit(sum, list(map(lambda n: cost(pin, n), ns)))
    pool.submit(list, itertools.chain(ns, ns))


class Report:
    def __init__(self, pin: Pinned[Store], ns: list[int], engine: Engine) -> None:
        self.pin = pin
        self.ns = ns
        self.engine = engine

    def rows(self) -> Iterator[int]:
        for n in self.ns:
            yield n

    def costs(self) -> Iterator[int]:
        for n in self.ns:
            yield cost(self.pin, n)

    def send(self, pool: ThreadPoolExecutor) -> None:
        pool.submit(sum, self.rows())
        pool.submit(sum, self.costs())  # E: safestore-send
        pool.submit(sum, (n for n in self.ns))
        pool.submit(sum, (n + self.pin.value.get_fuel() for n in self.ns))  # E: safestore-send


def total(pool: ThreadPoolExecutor, values: Iterable[int]) -> Future[int]:
    return pool.submit(sum, values)


def helped(pool: ThreadPoolExecutor, pin: Pinned[Store], ns: list[int]) -> None:
    total(pool, (cost(pin, n) for n in ns))  # E: safestore-send
    total(pool, [cost(pin, n) for n in ns])
