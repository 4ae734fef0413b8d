"""Build the demo's wasm programs from their C sources, reproducibly.

    python -m demo.build            build, and record the checksums in guest/SHA256SUMS
    python -m demo.build --check    build, and compare with what is committed

The compiler is zig's, from PyPI, in one pinned version, installed in a temporary virtual
environment (some 400 MB, gone afterwards). Each program is built twice, in two folders with empty
caches; the two must agree to the last byte. The checksums are also those of the sources, so that a
source cannot change without its program.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from demo.guests import FOLDER, NAMES

COMPILER = "ziglang==0.15.2"
CHECKSUMS = FOLDER / "SHA256SUMS"
FLAGS = (
    *("-target", "wasm32-freestanding", "-mcpu=lime1", "-std=c17", "-O2"),
    *("-ffreestanding", "-nostdlib", "-pedantic", "-Wall", "-Wextra", "-Werror"),
    *("-Wl,--no-entry", "-Wl,--strip-all"),
)


def main() -> int:
    """Build everything; 0 if it agrees with what was asked."""
    options = argparse.ArgumentParser(prog="python -m demo.build", description=__doc__)
    options.formatter_class = argparse.RawDescriptionHelpFormatter
    options.add_argument("--check", action="store_true", help="change nothing, only compare")
    check: bool = options.parse_args().check
    with tempfile.TemporaryDirectory() as place:
        python = install_compiler(Path(place))
        first, second = (build(python, Path(place) / name) for name in ("first", "second"))
    if first != second:
        print("two builds of the same source differ", file=sys.stderr)
        return 1
    if check:
        same = all((FOLDER / name).read_bytes() == binary for name, binary in first.items())
        same = same and CHECKSUMS.read_text() == checksums()
        print("as committed" if same else "not what is committed")
        return 0 if same else 1
    for name, binary in first.items():
        (FOLDER / name).write_bytes(binary)
    CHECKSUMS.write_text(checksums(), newline="\n")
    print(checksums(), end="")
    return 0


def install_compiler(place: Path) -> Path:
    """A Python that has the pinned compiler."""
    venv.create(place / "venv", with_pip=True)
    python = place / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", COMPILER], check=True)
    return python


def build(python: Path, folder: Path) -> dict[str, bytes]:
    """Each program's file name and bytes, built in a folder and with caches of its own."""
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.wasm"))
    caches = {f"ZIG_{kind}_CACHE_DIR": str(folder / kind) for kind in ("LOCAL", "GLOBAL")}
    for name in NAMES:
        command = [str(python), "-m", "ziglang", "cc", *FLAGS, "-o", f"{name}.wasm", f"{name}.c"]
        subprocess.run(command, check=True, cwd=folder, env={**os.environ, **caches})
    return {f"{name}.wasm": (folder / f"{name}.wasm").read_bytes() for name in NAMES}


def checksums() -> str:
    """Those of all sources and programs as they are now, in the format of `sha256sum`."""
    files = sorted(path for path in FOLDER.iterdir() if path.suffix in {".c", ".h", ".wasm"})
    lines = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)
    return "".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
