"""A queue between a front and its workers; each job has the guest's function in a field."""

import queue
import threading
from dataclasses import dataclass, field

import safestore as wasmtime


@dataclass
class Job:
    argument: int
    func: wasmtime.Func
    done: threading.Event = field(default_factory=threading.Event)


class Front:
    def __init__(self, store: wasmtime.Store, module: wasmtime.Module) -> None:
        self.jobs: queue.Queue[Job | None] = queue.Queue()
        self._exports = wasmtime.Instance(store, module, []).exports(store)

    def ask(self, argument: int) -> Job:
        job = Job(argument, self._exports.func("run"))
        self.jobs.put(job)  # E: safestore-send
        return job

    def stop(self) -> None:
        self.jobs.put(None)


def consume(jobs: "queue.Queue[Job | None]") -> int:
    seen = 0
    while (job := jobs.get()) is not None:
        seen += job.argument
        job.done.set()
    return seen
