from __future__ import annotations

from collections.abc import Iterator

import pytest

from .elsewhere import Elsewhere


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with Elsewhere() as other:
        yield other
