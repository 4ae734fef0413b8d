"""What a borrow remembers, and what it does not keep."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

from safestore.ownership.borrow import Borrow


class View:
    pass


def test_it_tells_where_it_was_made() -> None:
    borrow = Borrow(None)
    assert borrow.made_at.code is test_it_tells_where_it_was_made.__code__


def test_it_ends_with_its_view() -> None:
    ended: list[Any] = []
    view = View()
    borrow = Borrow(None)
    borrow.ends_with(view, ended.append)
    assert ended == []
    del view
    assert len(ended) == 1


def test_its_frame_does_not_keep_the_view() -> None:
    # Another thread's refusal looks at all frames, and may keep one for a moment.
    kept: list[bool] = []

    def look(frame: FrameType, event: str, _argument: object) -> None:
        if event == "return" and frame.f_code is Borrow.ends_with.__code__:
            kept.append("view" in frame.f_locals)

    view = View()
    borrow = Borrow(None)
    sys.setprofile(look)
    try:
        borrow.ends_with(view, print)
    finally:
        sys.setprofile(None)
    assert kept == [False]
    borrow.ends = None
