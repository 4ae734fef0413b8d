"""A scheduler keeps calls as tuples with the export's name; functions stay on its own thread."""

from concurrent.futures import Executor, ThreadPoolExecutor

import wasmtime

Call = tuple[str, int, int]


def label(name: str, low: int, high: int) -> str:
    return f"{name} from {low} to {high}"


class Scheduler:
    def __init__(self, executor: Executor) -> None:
        self.executor = executor
        self.calls: list[Call] = []
        self.functions: dict[str, wasmtime.Func] = {}

    def add(self, name: str, func: wasmtime.Func, low: int, high: int) -> None:
        self.functions[name] = func
        self.calls.append((name, low, high))

    def flush(self, store: wasmtime.Store) -> list[str]:
        started = [self.executor.submit(label, *call) for call in self.calls]
        for name, low, _ in self.calls:
            self.functions[name](store, low)
        self.calls.clear()
        return [future.result() for future in started]


def scheduler() -> Scheduler:
    return Scheduler(ThreadPoolExecutor(2))
