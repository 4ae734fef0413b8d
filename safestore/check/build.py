"""Has mypy read the code: paths in, programs with their types out.

mypy's own settings hold (`mypy_path`, `python_version`, `exclude`, `plugins`, ...), its complaints
are not reported. What a user's own modules import comes from mypy's cache, kept apart from the
user's own; their own modules are read anew each time, since the cache keeps no function bodies.
"""

from __future__ import annotations

import gc
import io
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TextIO

from mypy import build as mypy_build
from mypy.errors import CompileError
from mypy.freetree import free_tree
from mypy.fscache import FileSystemCache
from mypy.main import process_options
from mypy.modulefinder import BuildSource
from mypy.options import Options
from mypy.plugin import Plugin, ReportConfigContext
from mypy.util import decode_python_encoding
from mypy.version import __version__

from .columns import Columns
from .failure import CannotCheck
from .program import Program
from .settings import Settings

__all__ = ["Built", "build"]

_PACKAGE = Path(__file__).resolve().parents[1]
# In a wheel beside this file, in a checkout where people look for them.
_STUBS = (Path(__file__).resolve().parent / "stubs", _PACKAGE.parent / "stubs")

# mypy's own, for its main program: deep expressions.
_RECURSION_LIMIT = 2**14
_NEEDED: dict[str, object] = {
    "export_types": True,
    # All trees are kept; `_adapt` says whose functions are looked into.
    "preserve_asts": True,
    "check_untyped_defs": True,
    "ignore_errors": False,
    "num_workers": 0,
    "fine_grained_incremental": False,
    "use_fine_grained_cache": False,
    "semantic_analysis_only": False,
    "warn_unused_configs": False,
    "report_dirs": {},
    "pdb": False,
}
# At it mypy drops the bodies of functions while it parses.
_SILENCED = re.compile(r"^(\s*#\s*mypy): (?=.*ignore-errors)", re.MULTILINE)
_INSTALLED = ("site-packages", "dist-packages")
_OUR_PLUGIN = "safestore.check.mypy"


class Built(NamedTuple):
    """A program, and the modules of it that the paths name, by their full names.

    `columns`: what the columns of their nodes count.
    """

    program: Program
    modules: list[str]
    columns: Columns


def build(paths: Sequence[str], settings: Settings, warnings: TextIO) -> Iterator[Built]:
    """What is in some files and directories: one program, and further ones where two files would
    be the same module.

    What mypy says of its settings goes to `warnings`. Raises CannotCheck, with mypy's words, for
    code that is no Python, or no modules, and for settings of mypy's that it refuses.
    """
    for path in paths:
        if not os.path.exists(path):
            raise CannotCheck(f"there is no {path}")
    with _room_for_mypy():
        fscache = FileSystemCache()
        sources, options = _asked(paths, fscache, warnings)
        own = frozenset(os.path.abspath(source.path) for source in sources if source.path)
        for group in _without_twins(sources):
            _adapt(options, group, fscache)
            yield _built(group, options, own, fscache, settings)


@contextmanager
def _room_for_mypy() -> Iterator[None]:
    """The recursion limit that mypy's main program sets; its collector's settings undone after."""
    limit, thresholds = sys.getrecursionlimit(), gc.get_threshold()
    sys.setrecursionlimit(max(limit, _RECURSION_LIMIT))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
        gc.set_threshold(*thresholds)


def _asked(
    paths: Sequence[str], fscache: FileSystemCache, warnings: TextIO
) -> tuple[list[BuildSource], Options]:
    """mypy's sources and settings for the paths."""
    said = io.StringIO()
    try:
        sources, options = process_options(
            ["--no-error-summary", "--", *paths], stdout=said, stderr=said, fscache=fscache
        )
    except SystemExit:
        raise CannotCheck(said.getvalue().strip() or "mypy refused its settings") from None
    warnings.write(said.getvalue())
    for name, value in _NEEDED.items():
        # Not each mypy has them all.
        if hasattr(options, name):
            setattr(options, name, value)
    options.plugins = [name for name in options.plugins if name.partition(":")[0] != _OUR_PLUGIN]
    stubs = next((path for path in _STUBS if (path / "wasmtime").is_dir()), None)
    if stubs is not None:
        # mypy refuses what begins like a path of installed packages; this one begins otherwise.
        options.mypy_path = [*options.mypy_path, os.path.join(stubs.anchor, ".", *stubs.parts[1:])]
    if options.cache_dir != os.devnull:
        options.cache_dir = os.path.join(options.cache_dir, "safestore")
    return sources, options


def _without_twins(sources: list[BuildSource]) -> list[list[BuildSource]]:
    """The sources in groups, in none of which two files are the same module.

    What stands below one directory stays together: it is one package's.
    """
    units: dict[object, dict[str, BuildSource]] = {}
    seen: set[str] = set()
    for number, source in enumerate(sources):
        path = os.path.abspath(source.path or "")
        if path in seen:
            continue
        seen.add(path)
        key: object = number if source.base_dir is None else source.base_dir
        if source.module in units.get(key, ()):
            key = number
        units.setdefault(key, {})[source.module] = source
    groups: list[dict[str, BuildSource]] = []
    for unit in units.values():
        for group in groups:
            if group.keys().isdisjoint(unit):
                group.update(unit)
                break
        else:
            groups.append(dict(unit))
    return [list(group.values()) for group in groups]


def _adapt(options: Options, sources: list[BuildSource], fscache: FileSystemCache) -> None:
    """Has mypy look into every function of the sources, whatever is set for their modules, and
    not into those of what they import where it can do without."""
    sections = options.per_module_options
    for section in sections.values():
        for name in ("check_untyped_defs", "ignore_errors"):
            section.pop(name, None)
        section["preserve_asts"] = False
    sections.setdefault("*.*", {})["preserve_asts"] = False
    for source in sources:
        sections.setdefault(source.module, {})["preserve_asts"] = True
        source.text = _spoken_up(source, fscache)
        if source.text is not None and hasattr(options, "native_parser"):
            # The newer parser would read the file itself, and leave the functions out.
            options.native_parser = False
    options.build_per_module_cache()


def _spoken_up(source: BuildSource, fscache: FileSystemCache) -> str | None:
    """The text of a file with `# mypy: ignore-errors`, which is about mypy's complaints only,
    made another comment; None for any other file."""
    try:
        content = b"" if source.path is None else fscache.read(source.path)
        text = decode_python_encoding(content) if b"ignore-errors" in content else ""
    except (OSError, ValueError):
        # mypy has words for it.
        return None
    return _SILENCED.sub(r"\1- ", text) if _SILENCED.search(text) else None


def _built(
    sources: list[BuildSource],
    options: Options,
    own: frozenset[str],
    fscache: FileSystemCache,
    settings: Settings,
) -> Built:
    said = io.StringIO()
    fresh = _Fresh(options, own)
    try:
        result = mypy_build.build(
            sources, options, fscache=fscache, stdout=said, stderr=said, extra_plugins=[fresh]
        )
    except CompileError as error:
        words = "\n".join([*error.messages, said.getvalue()]).strip()
        raise CannotCheck(words or "mypy gave up") from None
    except SystemExit:
        raise CannotCheck(said.getvalue().strip() or "mypy gave up") from None
    except Exception as error:
        raise CannotCheck(
            f"mypy {__version__} broke while it read the code: {type(error).__name__}: {error}; "
            "see whether `mypy` alone does as well, and report it there if so, else to safestore"
        ) from error
    # What was imported has bodies when it was read now and none when it came from the cache: the
    # findings are not to depend on that.
    for tree in result.files.values():
        if tree.defs and not fresh.is_own(tree.path):
            free_tree(tree)
    program = Program(result.files, result.types.get, settings)
    columns = Columns.BYTES
    if getattr(options, "native_parser", False):
        # Later ones are hoped to have it right.
        columns = Columns.TWICE if __version__.startswith("2.4.") else Columns.CHARACTERS
    return Built(program, [source.module for source in sources], columns)


class _Fresh(Plugin):
    """Lets mypy take from its cache what is installed, and nothing else."""

    def __init__(self, options: Options, own: frozenset[str]) -> None:
        super().__init__(options)
        self._own = own
        data = options.abs_custom_typeshed_dir or mypy_build.default_data_dir()
        self._foreign = tuple(
            f"{os.path.abspath(path)}{os.sep}" for path in (data, _PACKAGE, *_STUBS)
        )

    def is_own(self, path: str) -> bool:
        """Whether a file is of the sources, or not installed: a module that they import."""
        path = os.path.abspath(path)
        if path in self._own:
            return True
        installed = any(part in _INSTALLED for part in path.split(os.sep))
        return not installed and not path.startswith(self._foreign)

    def report_config_data(self, ctx: ReportConfigContext) -> object:
        # Written as None and asked for as something else: never good.
        return "read anew" if ctx.is_check and self.is_own(ctx.path) else None
