"""Settings can be assigned and not read, and say what they take."""

# What 47 alone has is marked as deprecated.
# pyright: reportDeprecated=false

from pathlib import Path

import wasmtime


def engine_settings(config: wasmtime.Config) -> None:
    config.consume_fuel = True
    config.consume_fuel = 1  # type: ignore[assignment]
    config.max_wasm_stack = 1 << 20
    config.max_wasm_stack = 1.5  # type: ignore[assignment]
    config.strategy = "cranelift"
    config.strategy = "crane"  # type: ignore[assignment]
    config.cranelift_opt_level = "speed_and_size"
    config.profiler = "perf"  # type: ignore[assignment]
    config.cache = True
    config.cache = "cache.toml"
    config.cache = False  # type: ignore[assignment]
    config.no_such_setting = True  # type: ignore[attr-defined]
    if config.consume_fuel:  # type: ignore[arg-type]
        config.epoch_interruption = True
    wasmtime.Linker(wasmtime.Engine(config)).allow_shadowing = True
    wasmtime.Linker(wasmtime.Engine(config)).allow_shadowing = "yes"  # type: ignore[assignment]


def wasi_settings(wasi: wasmtime.WasiConfig) -> None:
    wasi.argv = ["program", "argument"]
    wasi.argv = ("program",)
    wasi.argv = "program"  # type: ignore[assignment]
    wasi.env = [("HOME", "/")]
    wasi.env = {"HOME": "/"}.items()
    wasi.env = "HOME=/"  # type: ignore[assignment]
    wasi.stdin_file = Path("input")
    wasi.stdout_custom = print
    wasi.stderr_custom = len
    wasi.stdout_custom = str.upper  # type: ignore[assignment]


def directories(wasi: wasmtime.WasiConfig) -> None:
    wasi.preopen_dir(".", "/", fs_mutable=False)
    wasi.preopen_dir(".", "/", wasmtime.DirPerms.READ_ONLY, wasmtime.FilePerms.READ_ONLY)
    wasi.preopen_dir(".", "/", "r")  # type: ignore[call-overload]
