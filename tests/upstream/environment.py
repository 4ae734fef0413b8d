"""A virtual environment with a wasmtime of one's choice and this checkout."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

from .sdist import CACHE, ROOT, DownloadError


def interpreter(version: str) -> Path:
    """The Python of `.cache/upstream/venv-<version>`, which is made if it is not there.

    Raises DownloadError if what it needs cannot be installed.
    """
    folder = CACHE / f"venv-{version}"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    ready = folder / ".ready"
    wanted = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    if not ready.exists() or ready.read_text(encoding="utf-8") != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--no-input"]
        done = subprocess.run(
            [*pip, "install", "--quiet", f"wasmtime=={version}", "pytest>=8", "-e", str(ROOT)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise DownloadError(done.stderr.strip()[-500:])
        ready.write_text(wanted, encoding="utf-8")
    return python


def installed_version() -> str:
    """The version of the wasmtime that is installed here."""
    return metadata.version("wasmtime")
