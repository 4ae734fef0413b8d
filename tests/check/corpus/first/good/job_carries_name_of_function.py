"""A queue between a front and its workers; a job names the function, and the worker has it."""

import queue
import threading
from dataclasses import dataclass, field

import safestore as wasmtime


@dataclass
class Job:
    func: str
    argument: int
    result: list[int] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)


class Front:
    def __init__(self, store: wasmtime.Store, module: wasmtime.Module) -> None:
        self.jobs: queue.Queue[Job | None] = queue.Queue()
        self.exports = wasmtime.Instance(store, module, []).exports(store)
        self.worker = threading.Thread(target=consume, args=(self.jobs, module))

    def ask(self, argument: int) -> Job:
        first = next(iter(self.exports))
        job = Job(first, argument)
        self.jobs.put(job)
        return job


def consume(jobs: "queue.Queue[Job | None]", module: wasmtime.Module) -> None:
    store = wasmtime.Store(wasmtime.Engine())
    exports = wasmtime.Instance(store, module, []).exports(store)
    while (job := jobs.get()) is not None:
        func = exports.func(job.func)
        job.result.append(int(func(store, job.argument)))
        job.done.set()
