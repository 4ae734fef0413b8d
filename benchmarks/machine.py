"""What the numbers were measured on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

import safestore

__all__ = ["described"]


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    for line in lines:
        name, _, value = line.partition(":")
        if name.strip() in ("model name", "Model"):
            return value.strip()
    return platform.machine()


def described() -> dict[str, str]:
    """The machine, the Python and the versions of what is compared."""
    return {
        "cpu": f"{_cpu()}, {os.cpu_count()} cores, {platform.machine()}",
        "system": platform.system(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "wasmtime": version("wasmtime"),
        "cffi": version("cffi"),
        "safestore": safestore.__version__,
    }
