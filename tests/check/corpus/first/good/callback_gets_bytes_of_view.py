"""Parses a request in the guest's memory, and defers the write to the log with the bytes alone."""

from collections.abc import Callable

from safestore import Memory, Pinned, Store


class Deferred:
    def __init__(self) -> None:
        self._calls: list[Callable[[], None]] = []

    def handle(self, pin: Pinned[Store], memory: Memory, size: int) -> int:
        with memory.view(pin, 0, size) as view:

            def is_newline(at: int) -> bool:
                return view[at] == 10

            lines = sum(map(is_newline, range(len(view))))
            text = view.tobytes()

            def write() -> None:
                print(text)

            self._calls.append(write)
        return lines

    def flush(self) -> None:
        for call in self._calls:
            call()
        self._calls.clear()
