"""Hypothesis profiles: short and repeatable, or `SAFESTORE_HYPOTHESIS=thorough`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_ALWAYS = {
    "deadline": None,
    "database": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}

settings.register_profile("default", max_examples=25, derandomize=True, **_ALWAYS)
settings.register_profile("thorough", max_examples=2000, **_ALWAYS)
settings.load_profile(os.environ.get("SAFESTORE_HYPOTHESIS", "default"))
