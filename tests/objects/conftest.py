from __future__ import annotations

from collections.abc import Iterator

import pytest

import safestore as wasmtime
from tests.ownership.elsewhere import Elsewhere


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
