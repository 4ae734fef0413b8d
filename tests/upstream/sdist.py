"""The source distribution of a wasmtime release: fetched once, and its tests laid out to be run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "upstream"


class DownloadError(Exception):
    """The source distribution could not be fetched; the message is the end of what pip said."""


def fetch(version: str) -> Path:
    """The unpacked source distribution, from the cache if it is there.

    Raises DownloadError if it has to be fetched and cannot be.
    """
    kept = CACHE / version
    if not kept.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE, prefix="fetch-") as folder:
            unpacked = _unpack(_download(version, Path(folder)), Path(folder))
            try:
                # In one step: two processes may get here at once, and one may be stopped halfway.
                unpacked.rename(kept)
            except OSError:
                if not kept.exists():
                    raise
    return kept


def lay_out(unpacked: Path, run_directory: Path) -> None:
    """Copy what the tests need into an empty directory, to be run there.

    The distribution's own `wasmtime` folder stays behind, since it would hide the installed
    package. An empty one takes its place for a test that opens a directory of that name; Python
    prefers the installed package to a folder that has no `__init__.py`.
    """
    for name in ("tests", "examples"):
        shutil.copytree(unpacked / name, run_directory / name)
    (run_directory / "wasmtime").mkdir()
    # Their own file asks for plugins that are not needed here. Without any, pytest would look for
    # one in the directories above.
    (run_directory / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")


def _download(version: str, folder: Path) -> Path:
    # Only wasmtime itself is asked for as source: with `:all:`, pip would also build from source
    # the tools that it reads the distribution's metadata with.
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    what = ["download", "--quiet", "--no-deps", "--no-binary", "wasmtime", f"wasmtime=={version}"]
    done = subprocess.run(
        [*pip, *what, "--dest", str(folder)],
        capture_output=True,
        text=True,
        # A run that is under safestore already must not pass it on to pip.
        env={k: v for k, v in os.environ.items() if not k.startswith("SAFESTORE")},
        check=False,
    )
    archives = list(folder.glob("*.tar.gz"))
    if done.returncode != 0 or len(archives) != 1:
        raise DownloadError((done.stderr or done.stdout).strip()[-500:])
    return archives[0]


def _unpack(archive: Path, folder: Path) -> Path:
    into = folder / "unpacked"
    with tarfile.open(archive) as tar:
        tar.extractall(into, filter="data")
    (unpacked,) = into.iterdir()
    return unpacked
