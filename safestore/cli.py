"""The command `safestore`: runs a program on safestore, checks sources, audits safestore itself."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from safestore.launch import program

AFFINITIES = ("exclusive", "pinned")

_SYNOPSIS = """\
safestore run [--affinity {exclusive,pinned}] SCRIPT [ARGS...]
       safestore run [--affinity {exclusive,pinned}] -m MODULE [ARGS...]"""

_TAKE_A_VALUE = ("--affinity",)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit status; 2 is wrong usage. SCRIPT replaces the process.

    Raises SystemExit, as argparse does, for wrong usage and for --help.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["run"]:
        return _run(words[1:])
    if words[:1] == ["check"]:
        return _check(words[1:], alone=argv is None)
    if words[:1] == ["audit"]:
        from safestore.audit import cli as audit

        return audit.main(words[1:])
    parser = _parser()
    parser.parse_args(words)
    parser.print_help(sys.stderr)
    return 2


def _check(words: list[str], *, alone: bool) -> int:
    from safestore.check import cli as check

    if not alone:
        return check.main(words)
    status = 2
    # Whoever reads may have seen enough.
    with suppress(BrokenPipeError):
        status = check.main(words)
        sys.stdout.flush()
        sys.stderr.flush()
    # To take mypy's graph apart would take as long as it took to make it.
    os._exit(status)


def _run(words: list[str]) -> int:
    parser = _run_parser()
    before, command = _split(words)
    options = parser.parse_args(before)
    if not command:
        parser.error("a SCRIPT or -m MODULE is missing")
    if command == ["-m"]:
        parser.error("-m needs the name of a module")
    try:
        return program.start(command, options.affinity)
    except program.CannotStart as error:
        print(f"safestore run: {error}", file=sys.stderr)
        return 2


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """Splits into our own options and what belongs to the program.

    By hand, as argparse would take options of ours from behind SCRIPT and swallow a `--`.
    """
    at = 0
    while at < len(words):
        word = words[at]
        if word == "-" or not word.startswith("-") or word.startswith("-m"):
            break
        at += 2 if word in _TAKE_A_VALUE else 1
    return words[:at], words[at:]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="safestore",
        description="A drop-in for wasmtime that raises an error where wasmtime crashes.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    commands.add_parser("run", help="run an unmodified program with safestore as its wasmtime")
    commands.add_parser("check", help="find before a program runs what it would be refused for")
    commands.add_parser("audit", help="print what safestore promises and what is proved of it")
    return parser


def _run_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="safestore run",
        usage=_SYNOPSIS,
        description="Runs a program, as `python SCRIPT` and `python -m MODULE` do, in which "
        "`import wasmtime` gives safestore. Python programs that it starts inherit that.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--affinity",
        choices=AFFINITIES,
        default=AFFINITIES[0],
        help="exclusive (the default): one thread at a time may be inside a store; pinned: only "
        "the thread that made it, to find out where a program shares stores",
    )
    return parser
