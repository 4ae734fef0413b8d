"""A runner with a time limit: a Timer increments the engine's epoch while the guest is running."""

import threading

import wasmtime

LOOP = '(module (func (export "main") (loop $again (br $again))))'


def run_limited(text: str, seconds: float) -> str:
    config = wasmtime.Config()
    config.epoch_interruption = True
    engine = wasmtime.Engine(config)
    store = wasmtime.Store(engine)
    store.set_epoch_deadline(1)
    instance = wasmtime.Instance(store, wasmtime.Module(engine, text), [])
    entry = instance.exports(store)["main"]
    assert isinstance(entry, wasmtime.Func)
    watchdog = threading.Timer(seconds, store.engine.increment_epoch)
    watchdog.start()
    try:
        entry(store)
    except wasmtime.Trap as trap:
        return f"stopped: {trap.message.splitlines()[-1]}"
    finally:
        watchdog.cancel()
        store.close()
    return "finished"


if __name__ == "__main__":
    print(run_limited(LOOP, 0.05))
    print(run_limited('(module (func (export "main")))', 5.0))
