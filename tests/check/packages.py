"""Published packages as input: fetched when run, kept in a cache, never committed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import NamedTuple

from tests.upstream.sdist import DownloadError

from .projects import ROOT

CACHE = ROOT / ".cache" / "check"


class Package(NamedTuple):
    """A release, and why it is looked at."""

    name: str
    version: str
    why: str


PACKAGES = [
    Package("yowasp-runtime", "1.96", "runs compilers on wasmtime, on a thread with a large stack"),
    Package("amla-sandbox", "0.2.8", "a sandbox for generated code, on wasmtime"),
    Package("wasm-exec", "0.1.9", "runs Python in wasmtime"),
    Package("cheroot", "11.1.2", "an HTTP server with a pool of worker threads"),
    Package("waitress", "3.0.2", "a WSGI server: an event loop and worker threads"),
    Package("dramatiq", "2.2.1", "a task queue: worker threads and processes"),
    Package("watchdog", "7.1.0", "file system events: subclasses of Thread, queues"),
    Package("APScheduler", "3.11.3", "a scheduler over executors, threads and event loops"),
    Package("Pykka", "4.5.0", "actors: a thread and a queue each"),
]


def fetch(package: Package) -> Path:
    """The unpacked wheel, from the cache if it is there. Raises DownloadError."""
    kept = CACHE / f"{package.name}-{package.version}"
    if not kept.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE, prefix="fetch-") as folder:
            wheel = _download(package, Path(folder))
            unpacked = Path(folder) / "unpacked"
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(unpacked)
            try:
                # In one step: two processes may get here at once, and one may be stopped halfway.
                unpacked.rename(kept)
            except OSError:
                if not kept.exists():
                    raise
    return kept


def _download(package: Package, folder: Path) -> Path:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    what = ["--quiet", "--no-deps", "--only-binary=:all:", f"{package.name}=={package.version}"]
    done = subprocess.run(
        [*pip, "download", *what, "--dest", str(folder)],
        capture_output=True,
        text=True,
        env={k: v for k, v in os.environ.items() if not k.startswith("SAFESTORE")},
        check=False,
    )
    wheels = list(folder.glob("*.whl"))
    if done.returncode != 0 or len(wheels) != 1:
        raise DownloadError((done.stderr or done.stdout).strip()[-500:])
    return wheels[0]
