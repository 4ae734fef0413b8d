from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

import safestore as wasmtime
from safestore.errors import ClosedError

from .guests import configured, exports

_WAT = '(module (func (export "f") (result i32) (i32.const 5)))'


def works(engine: wasmtime.Engine, module: wasmtime.Module) -> None:
    store = wasmtime.Store(engine)
    assert wasmtime.Instance(store, module, []).exports(store)["f"](store) == 5  # type: ignore[operator]


class TestMaking:
    @pytest.mark.parametrize("kind", [str, bytes, bytearray])
    def test_text_and_binary(self, engine: wasmtime.Engine, kind: Any) -> None:
        text = _WAT if kind is str else kind(_WAT.encode())
        if kind is not bytearray:
            works(engine, wasmtime.Module(engine, text))
        assert wasmtime.wat2wasm(text) == wasmtime.wat2wasm(_WAT)
        if kind is not str:
            works(engine, wasmtime.Module(engine, kind(wasmtime.wat2wasm(_WAT))))

    @pytest.mark.parametrize(
        "wasm", ["(module", "()", "\0asm", b"\0asm", b"\0", b"\0asm\1\0\0\0\xff", "(module))", b"("]
    )
    def test_what_is_malformed(self, engine: wasmtime.Engine, wasm: Any) -> None:
        with pytest.raises((wasmtime.WasmtimeError, TypeError)):
            wasmtime.Module(engine, wasm)

    @pytest.mark.parametrize("wasm", [None, 3, [], object(), memoryview(b"\0asm")])
    def test_other_types(self, engine: wasmtime.Engine, wasm: Any) -> None:
        with pytest.raises(TypeError):
            wasmtime.Module(engine, wasm)
        with pytest.raises(TypeError):
            wasmtime.wat2wasm(wasm)
        with pytest.raises(TypeError):
            wasmtime.Module.validate(engine, wasm)
        with pytest.raises(TypeError):
            wasmtime.Module.deserialize(engine, wasm)

    def test_a_lone_surrogate(self, engine: wasmtime.Engine) -> None:
        with pytest.raises(ValueError):
            wasmtime.Module(engine, "(module) ;; \ud800")

    @pytest.mark.parametrize("engine_", [None, 3, "engine", object(), wasmtime.Engine])
    def test_what_is_no_engine(self, engine_: Any) -> None:
        for make in (
            lambda: wasmtime.Module(engine_, _WAT),
            lambda: wasmtime.Module.validate(engine_, b"\0asm"),
            lambda: wasmtime.Module.deserialize(engine_, b"x"),
            lambda: wasmtime.Module.deserialize_file(engine_, "x"),
            lambda: wasmtime.Module.from_file(engine_, __file__),
        ):
            with pytest.raises(TypeError):
                make()

    def test_what_lies_about_its_length(self, engine: wasmtime.Engine) -> None:
        class Lying(bytes):
            def __len__(self) -> int:
                return 1 << 30

            def __bytes__(self) -> bytes:
                return Lying(b"\0asm\1\0\0\0")

        class Text(str):
            def encode(self, *_: Any) -> bytes:
                return Lying(b"(module)")

        binary = wasmtime.wat2wasm(_WAT)
        works(engine, wasmtime.Module(engine, Lying(binary)))
        wasmtime.Module.validate(engine, Lying(binary))
        works(engine, wasmtime.Module(engine, Text(_WAT)))
        with pytest.raises(wasmtime.WasmtimeError):
            wasmtime.Module.deserialize(engine, Lying(b"\x7fELF"))

    def test_deep_nesting(self, engine: wasmtime.Engine) -> None:
        for deep in ("(" * 100_000, f"(module (func {'(block ' * 100_000}"):
            with pytest.raises(wasmtime.WasmtimeError):
                wasmtime.Module(engine, deep)
        wasmtime.Module(engine, f"(module (func {'block ' * 5000} {'end ' * 5000}))")

    def test_validate(self, engine: wasmtime.Engine) -> None:
        wasmtime.Module.validate(engine, wasmtime.wat2wasm(_WAT))
        with pytest.raises(wasmtime.WasmtimeError):
            wasmtime.Module.validate(engine, b"\0asm\1\0\0\0\xff")


class TestFiles:
    def test_from_file(self, engine: wasmtime.Engine, tmp_path: Path) -> None:
        text, binary = tmp_path / "text", tmp_path / "binary"
        text.write_text(_WAT)
        binary.write_bytes(wasmtime.wat2wasm(_WAT))
        for path in (text, str(text), os.fsencode(text), binary):
            works(engine, wasmtime.Module.from_file(engine, path))
        with pytest.raises(OSError):
            wasmtime.Module.from_file(engine, tmp_path / "nothing")

    def test_a_number_is_no_path(self, engine: wasmtime.Engine) -> None:
        """`open` would read the file descriptor, and close it."""

        class Both:
            def __init__(self, number: int) -> None:
                self.number = number

            def __index__(self) -> int:
                return self.number

            def __fspath__(self) -> str:
                return "/nowhere"

        reading, writing = os.pipe()
        try:
            for path in (reading, True, None, 1.5):
                with pytest.raises(TypeError):
                    wasmtime.Module.from_file(engine, path)  # type: ignore[arg-type]
                with pytest.raises(TypeError):
                    wasmtime.Module.deserialize_file(engine, path)  # type: ignore[arg-type]
            with pytest.raises(OSError):
                wasmtime.Module.from_file(engine, Both(reading))
            with pytest.raises(wasmtime.WasmtimeError):
                wasmtime.Module.deserialize_file(engine, Both(reading))
            os.write(writing, b"still open")
            assert os.read(reading, 10) == b"still open"
        finally:
            os.close(reading)
            os.close(writing)

    def test_serialized(self, engine: wasmtime.Engine, tmp_path: Path) -> None:
        module = wasmtime.Module(engine, _WAT)
        code = module.serialize()
        assert type(code) is bytearray
        works(engine, wasmtime.Module.deserialize(engine, code))
        works(engine, wasmtime.Module.deserialize(engine, bytes(code)))
        file = tmp_path / "code"
        file.write_bytes(code)
        loaded = wasmtime.Module.deserialize_file(engine, file)
        # The file was read, and is not mapped.
        file.write_bytes(b"\xcc" * len(code))
        works(engine, loaded)
        with pytest.raises(wasmtime.WasmtimeError):
            wasmtime.Module.deserialize_file(engine, file)
        with pytest.raises(wasmtime.WasmtimeError):
            wasmtime.Module.deserialize_file(engine, tmp_path / "nothing")
        with pytest.raises(wasmtime.WasmtimeError):
            wasmtime.Module.deserialize(configured(consume_fuel=True), code)
        with pytest.raises(wasmtime.WasmtimeError):
            wasmtime.Module.deserialize(engine, b"")


class TestClosing:
    def test_use_after_close(self, engine: wasmtime.Engine) -> None:
        with wasmtime.Module(engine, _WAT) as module:
            assert module.exports[0].name == "f"
        for use in (lambda: module.exports, lambda: module.imports, module.serialize, module.ptr):
            with pytest.raises(ClosedError):
                use()
        module.close()

    def test_what_was_made_from_it_lives_on(self, store: wasmtime.Store) -> None:
        module = wasmtime.Module(store.engine, _WAT)
        instance = wasmtime.Instance(store, module, [])
        module.close()
        assert instance.exports(store)["f"](store) == 5  # type: ignore[operator]

    def test_a_closed_engine(self) -> None:
        engine = wasmtime.Engine()
        store = wasmtime.Store(engine)
        module = wasmtime.Module(engine, _WAT)
        linker = wasmtime.Linker(engine)
        engine.close()
        assert wasmtime.Instance(store, module, []).exports(store)["f"](store) == 5  # type: ignore[operator]
        assert linker.instantiate(store, module).exports(store)["f"](store) == 5  # type: ignore[operator]
        assert wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1))).size(store) == 1
        for use in (
            lambda: wasmtime.Module(engine, _WAT),
            lambda: wasmtime.Store(engine),
            lambda: wasmtime.Linker(engine),
            lambda: exports(store, _WAT),
            engine.increment_epoch,
            engine.is_pulley,
        ):
            with pytest.raises(ClosedError):
                use()
