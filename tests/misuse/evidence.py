"""The recorded outcomes of the raw twins: `evidence.json`, which `make twins` writes anew."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

PATH = Path(__file__).with_name("evidence.json")


@dataclass(frozen=True)
class Evidence:
    """What plain wasmtime did; `outcomes` maps a program's name to for example `hung`."""

    wasmtime: str
    python: str
    platform: str
    runs: int
    outcomes: dict[str, str]


def observed(outcomes: dict[str, str], runs: int) -> Evidence:
    """Evidence of this machine: the worst outcome of up to `runs` runs of each program."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    machine = f"{platform.system()} {platform.machine()}"
    return Evidence(version("wasmtime"), python, machine, runs, outcomes)


def read() -> Evidence:
    """The evidence in the repository."""
    return Evidence(**json.loads(PATH.read_text(encoding="utf-8")))


def write(evidence: Evidence) -> None:
    """Replaces the evidence in the repository."""
    text = json.dumps(asdict(evidence), indent=2, sort_keys=False)
    PATH.write_text(text + "\n", encoding="utf-8")
