"""safestore's configurations are wasmtime's, so the stubs make their settings precise."""

import safestore as wasmtime


def settings(config: wasmtime.Config, wasi: wasmtime.WasiConfig) -> None:
    config.consume_fuel = True
    config.consume_fuel = 1  # type: ignore[assignment]
    config.strategy = "cranelift"
    config.strategy = "crane"  # type: ignore[assignment]
    if config.consume_fuel:  # type: ignore[arg-type]
        config.epoch_interruption = True
    wasi.argv = ["program", "argument"]
    wasi.argv = "program argument"  # type: ignore[assignment]
