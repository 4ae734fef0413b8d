"""A pool of thread objects; each makes its store in `run` and keeps it in a field from there on."""

import queue
import threading

import wasmtime


class Worker(threading.Thread):
    store: wasmtime.Store

    def __init__(self, engine: wasmtime.Engine, jobs: "queue.Queue[int]") -> None:
        super().__init__(daemon=True)
        self.jobs = jobs
        self.engine = engine
        self.done = 0

    def run(self) -> None:
        self.store = wasmtime.Store(self.engine)
        while True:
            fuel = self.jobs.get()
            self._spend(fuel)
            self.jobs.task_done()

    def _spend(self, fuel: int) -> None:
        self.store.set_fuel(fuel)
        self.done += 1


def main() -> None:
    config = wasmtime.Config()
    config.consume_fuel = True
    engine = wasmtime.Engine(config)
    jobs: queue.Queue[int] = queue.Queue()
    for _ in range(3):
        Worker(engine, jobs).start()
    for n in range(10):
        jobs.put(n)
    jobs.join()


main()
