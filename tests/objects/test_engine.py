from __future__ import annotations

from typing import Any

import pytest

import safestore as wasmtime
from safestore.errors import ClosedError


class TestEngine:
    def test_defaults(self) -> None:
        with wasmtime.Engine() as engine:
            assert engine.is_pulley() is False
            engine.increment_epoch()
        with pytest.raises(ClosedError):
            engine.is_pulley()

    def test_a_config_is_used_up(self) -> None:
        config = wasmtime.Config()
        config.consume_fuel = True
        wasmtime.Store(wasmtime.Engine(config)).set_fuel(5)
        for use in (
            lambda: wasmtime.Engine(config),
            lambda: setattr(config, "consume_fuel", False),
            lambda: config.cranelift_flag_enable("x"),
            config.ptr,
        ):
            with pytest.raises(ClosedError, match="used up"):
                use()
        config.close()

    @pytest.mark.parametrize("given", [3, "config", object(), wasmtime.Config, {}])
    def test_what_is_no_config(self, given: Any) -> None:
        with pytest.raises(TypeError, match="expected a Config"):
            wasmtime.Engine(given)


class TestConfig:
    FLAGS = (
        "consume_fuel",
        "cranelift_debug_verifier",
        "cranelift_nan_canonicalization",
        "debug_info",
        "epoch_interruption",
        "gc_support",
        "macos_use_mach_ports",
        "memory_init_cow",
        "memory_may_move",
        "native_unwind_info",
        "parallel_compilation",
        "shared_memory",
        "signals_based_traps",
        "wasm_bulk_memory",
        "wasm_component_model",
        "wasm_custom_page_sizes",
        "wasm_exceptions",
        "wasm_function_references",
        "wasm_gc",
        "wasm_memory64",
        "wasm_multi_memory",
        "wasm_multi_value",
        "wasm_reference_types",
        "wasm_relaxed_simd",
        "wasm_relaxed_simd_deterministic",
        "wasm_simd",
        "wasm_stack_switching",
        "wasm_tail_call",
        "wasm_threads",
        "wasm_wide_arithmetic",
    )
    NUMBERS = (
        "max_wasm_stack",
        "memory_guard_size",
        "memory_reservation",
        "memory_reservation_for_growth",
    )

    @pytest.mark.parametrize("name", FLAGS)
    def test_flags(self, name: str) -> None:
        config = wasmtime.Config()
        for value in (True, False):
            setattr(config, name, value)
        # wasmtime takes whatever is true for this one.
        for value in () if name == "epoch_interruption" else (1, "True", None, object()):
            with pytest.raises(TypeError):
                setattr(config, name, value)
        with pytest.raises(AttributeError):
            getattr(config, name)

    @pytest.mark.parametrize("name", NUMBERS)
    def test_numbers(self, name: str) -> None:
        config = wasmtime.Config()
        setattr(config, name, 1 << 20)
        setattr(config, name, 2**64 - 1)
        for value in (2**64, -1, 2**70):
            with pytest.raises(OverflowError):
                setattr(config, name, value)
        for other in (1.0, "1", None, object()):
            with pytest.raises(TypeError):
                setattr(config, name, other)

    @pytest.mark.parametrize(
        ("name", "good"),
        [
            ("strategy", ("auto", "cranelift")),
            ("cranelift_opt_level", ("none", "speed", "speed_and_size")),
            ("profiler", ("none",)),
        ],
    )
    def test_choices(self, name: str, good: tuple[str, ...]) -> None:
        config = wasmtime.Config()
        for value in good:
            setattr(config, name, value)
        for bad in ("", "SPEED", 3, None, b"none", object()):
            with pytest.raises((wasmtime.WasmtimeError, TypeError)):
                setattr(config, name, bad)

    def test_texts(self) -> None:
        config = wasmtime.Config()
        for value in ("a\0b", "\ud800"):
            for set_it in (
                lambda value=value: setattr(config, "target", value),
                lambda value=value: config.cranelift_flag_enable(value),
                lambda value=value: config.cranelift_flag_set(value, "x"),
                lambda value=value: config.cranelift_flag_set("x", value),
                lambda value=value: setattr(config, "cache", value),
            ):
                with pytest.raises(ValueError):
                    set_it()
        for other in (3, None, object(), b"x"):
            with pytest.raises(TypeError):
                config.cranelift_flag_enable(other)  # type: ignore[arg-type]
            with pytest.raises(TypeError):
                config.cranelift_flag_set(other, other)  # type: ignore[arg-type]
        with pytest.raises(wasmtime.WasmtimeError):
            config.target = "no-such-target"
        with pytest.raises(wasmtime.WasmtimeError):
            config.cache = "/no/such/file"

    def test_errors_are_ours(self) -> None:
        with pytest.raises(wasmtime.WasmtimeError):
            wasmtime.Config().strategy = "no such thing"
