"""A pool of thread objects that take numbers from a queue and all run in one store."""

import queue
import threading

import wasmtime


class Worker(threading.Thread):
    def __init__(self, store: wasmtime.Store, jobs: "queue.Queue[int]") -> None:
        super().__init__(daemon=True)
        self.jobs = jobs
        self.store = store  # E: safestore-send
        self.done = 0

    def run(self) -> None:
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
    store = wasmtime.Store(wasmtime.Engine(config))
    jobs: queue.Queue[int] = queue.Queue()
    for _ in range(3):
        Worker(store, jobs).start()
    for n in range(10):
        jobs.put(n)
    jobs.join()


main()
