"""The line of a place is worked out from an offset in the bytecode."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from safestore.ownership.place import Place, place_of_thread


class Code:
    """Stands for a code object."""

    co_filename = "/some/where/app.py"
    co_firstlineno = 3

    def co_lines(self) -> Iterator[tuple[int, int, int | None]]:
        yield from [(0, 4, None), (4, 8, 7), (8, 12, 9)]


@pytest.mark.parametrize(
    ("offset", "line"), [(4, 7), (6, 7), (8, 9), (10, 9), (0, 3), (2, 3), (12, 3)]
)
def test_the_line_of_an_offset(offset: int, line: int) -> None:
    code: Any = Code()
    place = Place(code, offset, "worker")
    assert place.line == line
    assert str(place) == f"at app.py:{line} on worker"
    assert repr(place) == f"<Place at app.py:{line} on worker>"


def test_without_code_there_is_no_line() -> None:
    place = Place(None, 0, "worker")
    assert place.line == 0
    assert repr(place) == "<Place on worker>"


def test_looking_at_a_thread_leaves_the_collector_as_it_is() -> None:
    ident = threading.get_ident()
    assert gc.isenabled()
    place_of_thread(ident)
    assert gc.isenabled()
    gc.disable()
    try:
        found = place_of_thread(ident)
        assert not gc.isenabled()
    finally:
        gc.enable()
    assert found.code is not None
