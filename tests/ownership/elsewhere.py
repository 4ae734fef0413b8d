"""Another thread to do things on, one after another, so that a test says in which order."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")


class Elsewhere:
    """A thread that lives from `with` to its end and does what it is told, and nothing else."""

    def __init__(self) -> None:
        self._tasks: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="elsewhere")

    def __enter__(self) -> Elsewhere:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._tasks.put(None)
        self._thread.join()

    @property
    def ident(self) -> int:
        ident = self._thread.ident
        assert ident is not None
        return ident

    def run(self, function: Callable[..., T], *arguments: Any) -> T:
        """Call the function over there and wait for it: its result, or what it raised."""
        answers: SimpleQueue[Callable[[], T]] = SimpleQueue()

        def task() -> None:
            try:
                result = function(*arguments)
            except BaseException as error:
                answers.put(lambda error=error: _raise(error))  # type: ignore[misc]
            else:
                answers.put(lambda: result)

        self._tasks.put(task)
        return answers.get()()

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            task()


def _raise(error: BaseException) -> Any:
    raise error


@contextmanager
def inside_elsewhere(elsewhere: Elsewhere, acquire: Any, release: Any) -> Iterator[None]:
    """While the block runs, the other thread holds a lock."""
    assert elsewhere.run(acquire, False)
    try:
        yield
    finally:
        elsewhere.run(release)
