from __future__ import annotations

from collections.abc import Iterator

import pytest

import safestore as wasmtime
from tests.ownership.elsewhere import Elsewhere

from .guests import IMPORTING


@pytest.fixture(scope="session")
def engine() -> wasmtime.Engine:
    return wasmtime.Engine()


@pytest.fixture
def store(engine: wasmtime.Engine) -> Iterator[wasmtime.Store]:
    with wasmtime.Store(engine) as made:
        yield made


@pytest.fixture
def other(engine: wasmtime.Engine) -> Iterator[wasmtime.Store]:
    """Another store of the same engine."""
    with wasmtime.Store(engine) as made:
        yield made


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    """Another thread."""
    with Elsewhere() as other:
        yield other


@pytest.fixture
def linker(engine: wasmtime.Engine) -> wasmtime.Linker:
    return wasmtime.Linker(engine)


@pytest.fixture
def importing(engine: wasmtime.Engine) -> wasmtime.Module:
    return wasmtime.Module(engine, IMPORTING)
