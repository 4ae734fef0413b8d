"""The stubs agree with the installed wasmtime, whichever it is: mypy's stubtest finds nothing.

A name that wasmtime gains or loses, a parameter that it renames, fails here.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from .checker import STUBS, needs_mypy, run

# Earlier stubtests look at each name again wherever it is imported.
pytestmark = needs_mypy(2, 0)


def test_stubs(tmp_path: Path) -> None:
    settings = tmp_path / "mypy.ini"
    settings.write_text(f"[mypy]\ncache_dir = {tmp_path / 'cache'}\n")
    release = int(version("wasmtime").partition(".")[0])
    allowlists = [STUBS / "allowlist.txt"]
    if release <= 48:
        allowlists.append(STUBS / "allowlist-to-48.txt")
    if release >= 48:
        allowlists.append(STUBS / "allowlist-from-48.txt")
    result = run(
        *("-m", "mypy.stubtest", "wasmtime", "--concise", f"--mypy-config-file={settings}"),
        *(f"--allowlist={path}" for path in allowlists),
        stubs=True,
    )
    assert result.returncode == 0, result.stdout + result.stderr
