"""A notebook saved as a script: one cell starts a simulation on the store the next uses."""

# %% Setup
import threading

import wasmtime

engine = wasmtime.Engine()
store = wasmtime.Store(engine)
module = wasmtime.Module(
    engine,
    """(module
      (global $t (export "t") (mut i32) (i32.const 0))
      (func (export "step") (global.set $t (i32.add (global.get $t) (i32.const 1)))))""",
)
instance = wasmtime.Instance(store, module, [])

# %% The simulation
step = instance.exports(store)["step"]
assert isinstance(step, wasmtime.Func)


def simulate() -> None:
    assert isinstance(step, wasmtime.Func)
    for _ in range(10_000):
        step(store)


background = threading.Thread(target=simulate)  # E: safestore-send
background.start()

# %% Watch it while it runs
clock = instance.exports(store)["t"]
assert isinstance(clock, wasmtime.Global)
print("steps so far:", clock.value(store))

# %% Done
background.join()
print("steps:", clock.value(store))
