"""A callback near the end of the stack is right or raises RecursionError (C4, K2)."""

from __future__ import annotations

import pytest

from .alone import run_alone


@pytest.mark.parametrize("how", ["python", "mixed", "limit", "c", "guest"])
def test_at_every_depth_a_callback_is_right_or_refused(how: str) -> None:
    print(run_alone("recursion", how))
