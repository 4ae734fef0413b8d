"""Where mypy finds fault and pyright does not: what is only known by a protocol."""

# pyright: reportUnnecessaryTypeIgnoreComment=false

from collections.abc import Iterator
from typing import Protocol

from safestore import Sendable


class Job(Protocol):
    def run(self) -> None: ...


class SendableJob(Sendable, Protocol):
    def run(self) -> None: ...


def send(thing: Sendable) -> None:
    print(thing)


def by_a_protocol(job: Job, numbers: Iterator[int], sendable: SendableJob) -> None:
    send(job)  # type: ignore[arg-type]
    send(numbers)  # type: ignore[arg-type]
    send(sendable)


def nothing(nothing: None) -> None:
    send(nothing)  # type: ignore[arg-type]
