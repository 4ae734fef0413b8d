from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import safestore as wasmtime
from safestore.errors import ClosedError, MisuseError

_WAT = """
(module
  (import "wasi_snapshot_preview1" "fd_write"
    (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_sizes_get"
    (func $environ (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "hello\\n")
  (func (export "write") (param i32) (result i32)
    (i32.store (i32.const 0) (i32.const 64)) (i32.store (i32.const 4) (i32.const 6))
    (call $write (local.get 0) (i32.const 0) (i32.const 1) (i32.const 16)))
  (func (export "arguments") (result i32)
    (drop (call $sizes (i32.const 0) (i32.const 4))) (i32.load (i32.const 0)))
  (func (export "environment") (result i32)
    (drop (call $environ (i32.const 0) (i32.const 4))) (i32.load (i32.const 0)))
  (func (export "exit") (param i32) (call $exit (local.get 0)))
  (func (export "three") (result i32) (i32.const 3)))
"""


@pytest.fixture(scope="module")
def module(engine: wasmtime.Engine) -> wasmtime.Module:
    return wasmtime.Module(engine, _WAT)


def program(
    module: wasmtime.Module, engine: wasmtime.Engine, config: wasmtime.WasiConfig
) -> tuple[wasmtime.Store, Any]:
    store = wasmtime.Store(engine)
    store.set_wasi(config)
    linker = wasmtime.Linker(engine)
    linker.define_wasi()
    return store, linker.instantiate(store, module).exports(store)


class TestOutput:
    @pytest.mark.parametrize("stream", ["stdout", "stderr"])
    def test_it_arrives(
        self, engine: wasmtime.Engine, module: wasmtime.Module, stream: str
    ) -> None:
        written: list[bytes] = []
        config = wasmtime.WasiConfig()
        setattr(config, f"{stream}_custom", written.append)
        store, found = program(module, engine, config)
        assert found["write"](store, 1 if stream == "stdout" else 2) == 0
        assert b"".join(written) == b"hello\n"

    @pytest.mark.parametrize(
        "error", [KeyError("x"), KeyboardInterrupt(), SystemExit(3), StopIteration()]
    )
    def test_what_it_raises(
        self, engine: wasmtime.Engine, module: wasmtime.Module, error: BaseException
    ) -> None:
        def write(data: bytes) -> None:
            raise error

        config = wasmtime.WasiConfig()
        config.stdout_custom = write
        store, found = program(module, engine, config)
        with pytest.raises(type(error)) as caught:
            found["write"](store, 1)
        assert caught.value is error
        assert found["three"](store) == 3

    def test_what_it_raises_in_a_start_function(self, engine: wasmtime.Engine) -> None:
        """The guest does not look at what became of its write, and ends well."""

        def write(data: bytes) -> None:
            raise KeyError("x")

        config = wasmtime.WasiConfig()
        config.stdout_custom = write
        starting = (
            _WAT.rstrip()[:-1] + "(func $start (drop (call 4 (i32.const 1)))) (start $start))"
        )
        with pytest.raises(KeyError):
            program(wasmtime.Module(engine, starting), engine, config)

    @pytest.mark.parametrize("answer", ["x", 1.5, 7, 2**70, [], True, -(2**40)])
    def test_what_is_no_answer(
        self, engine: wasmtime.Engine, module: wasmtime.Module, answer: Any
    ) -> None:
        config = wasmtime.WasiConfig()
        config.stdout_custom = lambda data: answer
        store, found = program(module, engine, config)
        if answer is True:
            # An int: it took one byte.
            found["write"](store, 1)
            return
        with pytest.raises((TypeError, ValueError)):
            found["write"](store, 1)
        assert found["three"](store) == 3

    def test_using_a_store_in_it(self, engine: wasmtime.Engine, module: wasmtime.Module) -> None:
        """wasmtime holds the store's WASI state while it writes, maybe on a thread of its own."""
        seen: list[BaseException] = []

        def attempts(store: wasmtime.Store, found: Any) -> list[Any]:
            second = wasmtime.Store(engine)
            other: list[Any] = [
                lambda: found["three"](store),
                lambda: found["write"](store, 1),
                lambda: store.set_wasi(wasmtime.WasiConfig()),
                lambda: found["memory"].read(store),
                lambda: found["memory"].grow(store, 1),
                store.close,
                store.gc,
                lambda: wasmtime.Memory(second, wasmtime.MemoryType(wasmtime.Limits(1, 1))),
            ]
            return other

        def write(data: bytes) -> None:
            for attempt in attempts(store, found):
                try:
                    attempt()
                except MisuseError as error:
                    seen.append(error)

        config = wasmtime.WasiConfig()
        config.stdout_custom = write
        store, found = program(module, engine, config)
        assert found["write"](store, 1) == 0
        assert len(seen) >= 8
        assert found["three"](store) == 3

    @pytest.mark.parametrize("callback", [None, 3, "f", b"", object()])
    def test_what_cannot_be_called(self, callback: Any) -> None:
        config = wasmtime.WasiConfig()
        for name in ("stdout_custom", "stderr_custom"):
            with pytest.raises(TypeError):
                setattr(config, name, callback)

    def test_threads_and_their_own_output(
        self, engine: wasmtime.Engine, module: wasmtime.Module
    ) -> None:
        wrong: list[Any] = []

        def work(number: int) -> None:
            written: list[bytes] = []

            def write(data: bytes) -> None:
                written.append(data)
                if len(written) == 2:
                    raise LookupError(number)

            config = wasmtime.WasiConfig()
            config.stdout_custom = write
            store, found = program(module, engine, config)
            found["write"](store, 1)
            try:
                found["write"](store, 1)
            except LookupError as error:
                if error.args == (number,):
                    return
            wrong.append(number)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not wrong


class TestPrograms:
    def test_arguments_and_environment(
        self, engine: wasmtime.Engine, module: wasmtime.Module
    ) -> None:
        config = wasmtime.WasiConfig()
        config.argv = ["a", "é", ""]
        config.env = [("A", "1"), ["B", "2"]]
        store, found = program(module, engine, config)
        assert found["arguments"](store) == 3
        assert found["environment"](store) == 2

    @pytest.mark.parametrize("status", [0, 1, 3, 125])
    def test_exit(self, engine: wasmtime.Engine, module: wasmtime.Module, status: int) -> None:
        store, found = program(module, engine, wasmtime.WasiConfig())
        with pytest.raises(wasmtime.ExitTrap) as caught:
            found["exit"](store, status)
        assert caught.value.code == status

    def test_files(self, engine: wasmtime.Engine, module: wasmtime.Module, tmp_path: Path) -> None:
        for name, path in (("one", str), ("two", Path), ("three", os.fsencode)):
            file = tmp_path / name
            config = wasmtime.WasiConfig()
            config.stdout_file = path(file)
            store, found = program(module, engine, config)
            assert found["write"](store, 1) == 0
            store.close()
            assert file.read_bytes() == b"hello\n"


class TestSettings:
    @pytest.mark.parametrize("name", ["stdin_file", "stdout_file", "stderr_file"])
    def test_paths(self, tmp_path: Path, name: str) -> None:
        config = wasmtime.WasiConfig()
        with pytest.raises(wasmtime.WasmtimeError):
            setattr(config, name, tmp_path / "no" / "such")
        for path in (None, 3, object(), ["x"], True, b"x"[0]):
            with pytest.raises(TypeError):
                setattr(config, name, path)
        (tmp_path / "real").touch()
        for path in (f"{tmp_path}/real\0.txt", f"{tmp_path}/real\0.txt".encode()):
            with pytest.raises(ValueError, match="NUL"):
                setattr(config, name, path)

    @pytest.mark.parametrize("value", [None, 3, [1], [b"x"], [None], object(), [["x"]]])
    def test_what_is_no_argv(self, value: Any) -> None:
        with pytest.raises(TypeError):
            wasmtime.WasiConfig().argv = value

    @pytest.mark.parametrize("value", [None, 3, ["x"], [("x",)], [("x", "y", "z")], [(1, 2)], [3]])
    def test_what_is_no_environment(self, value: Any) -> None:
        with pytest.raises((TypeError, ValueError)):
            wasmtime.WasiConfig().env = value

    @pytest.mark.parametrize("text", ["a\0b", "\ud800"])
    def test_what_is_no_text(self, text: str) -> None:
        config = wasmtime.WasiConfig()
        for set_it in (
            lambda: setattr(config, "argv", [text]),
            lambda: setattr(config, "env", [(text, "x")]),
            lambda: setattr(config, "env", [("x", text)]),
            lambda: config.preopen_dir(text, "/"),
            lambda: config.preopen_dir("/", text),
        ):
            with pytest.raises(ValueError):
                set_it()

    def test_a_list_that_lies_about_its_length(
        self, engine: wasmtime.Engine, module: wasmtime.Module
    ) -> None:
        class Lying(list):  # type: ignore[type-arg]
            calls = 0

            def __len__(self) -> int:
                self.calls += 1
                return 1 if self.calls == 1 else 100_000

        config = wasmtime.WasiConfig()
        config.argv = Lying(["a", "b"])
        store, found = program(module, engine, config)
        assert found["arguments"](store) == 2

    def test_directories(self, tmp_path: Path) -> None:
        config = wasmtime.WasiConfig()
        config.preopen_dir(str(tmp_path), "/")
        with pytest.raises(wasmtime.WasmtimeError):
            config.preopen_dir(str(tmp_path / "nothing"), "/")
        for path in (None, 3, object(), b"/"):
            with pytest.raises(TypeError):
                config.preopen_dir(path, "/")  # type: ignore[arg-type]
            with pytest.raises(TypeError):
                config.preopen_dir(str(tmp_path), path)  # type: ignore[arg-type]

    def test_it_is_used_up(self, engine: wasmtime.Engine) -> None:
        config = wasmtime.WasiConfig()
        store = wasmtime.Store(engine)
        store.set_wasi(config)
        for use in (
            lambda: store.set_wasi(config),
            lambda: setattr(config, "argv", []),
            config.inherit_env,
            lambda: setattr(config, "stdout_custom", print),
        ):
            with pytest.raises(ClosedError, match="used up"):
                use()

    @pytest.mark.parametrize("given", [None, 3, "wasi", object(), wasmtime.WasiConfig])
    def test_what_is_no_configuration(self, store: wasmtime.Store, given: Any) -> None:
        with pytest.raises(TypeError, match="expected a WasiConfig"):
            store.set_wasi(given)

    def test_names_that_are_taken(self, engine: wasmtime.Engine) -> None:
        linker = wasmtime.Linker(engine)
        linker.define_wasi()
        with pytest.raises(wasmtime.WasmtimeError, match="defined twice"):
            linker.define_wasi()

    def test_never_given(self, engine: wasmtime.Engine, module: wasmtime.Module) -> None:
        store = wasmtime.Store(engine)
        linker = wasmtime.Linker(engine)
        linker.define_wasi()
        found: Any = linker.instantiate(store, module).exports(store)
        with suppress(wasmtime.WasmtimeError, wasmtime.Trap):
            found["arguments"](store)
        assert found["three"](store) == 3
