"""Waits for the first `import wasmtime` or `import safestore`, and puts the facade in place then.

Until then nothing of wasmtime is loaded, so that a child that never uses it starts as fast as
before. The order is always the same, whichever of the two names comes first:

1. the real wasmtime is executed, as `sys.modules['wasmtime']`;
2. safestore is executed, and finds the real one under that name;
3. the facade takes the name.

All of it happens inside the import of wasmtime, for which every other thread that imports wasmtime
has to wait; so none gets hold of the real one.

The finder stays: it answers with the facade when a program reloads wasmtime, or removes it from
`sys.modules` and imports it again, where the real one would come back unguarded.

Loaded by path at the start of each interpreter: imports only what costs next to nothing.
"""

from __future__ import annotations

import os
import sys
from _thread import get_ident
from importlib.machinery import PathFinder

# `typing` says the same, and takes longer to load than everything else here.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def install(say: Callable[[str], None], after: dict[str, Callable[[ModuleType], None]]) -> None:
    """Puts the finder first.

    `say` tells the user that wasmtime stays unguarded, and why. `after` names other modules, and
    what is to be done with each once it is loaded.
    """
    finder = Finder(os.environ["SAFESTORE_RUN"], say, after)
    sys.meta_path.insert(0, finder)
    if "wasmtime" in sys.modules:
        # Something that `site` runs before this, a .pth file for example, was faster.
        finder.load_safestore()


class Finder:
    """Finds what the other finders find, and adds safestore to it."""

    def __init__(
        self,
        affinity: str,
        say: Callable[[str], None],
        after: dict[str, Callable[[ModuleType], None]],
    ) -> None:
        self._affinity = affinity
        self._say = say
        self._after = {
            **after,
            "wasmtime": self.load_safestore,
            "safestore": self._install_facade,
            "wasmtime.component": _nothing,
        }
        # The thread that is in `load_safestore`.
        self._loading: int | None = None
        # What stands for a name from now on, once safestore is loaded.
        self.loaded: dict[str, ModuleType] = {}

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        # Up to 3.13 at least, the interpreter's one import lock is held in here: importing anything
        # could wait for a thread that waits for this lock. So all imports are the loader's.
        if name not in self._after:
            return None
        if name == "safestore":
            # The one that belongs to this hook, also where the interpreter has none or another.
            spec = PathFinder.find_spec(name, [os.path.dirname(PACKAGE)])
        else:
            spec = self._ask_the_others(name, path, target)
        if name == "wasmtime" and spec is not None and not _is_binding(spec):
            # A `wasmtime.py` of the program's own, which plain Python would give it as well.
            return None
        if spec is not None and spec.loader is not None:
            spec.loader = Loader(spec.loader, self)  # type: ignore[assignment]
        return spec

    def _ask_the_others(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None
    ) -> ModuleSpec | None:
        for finder in list(sys.meta_path):
            if finder is not self and hasattr(finder, "find_spec"):
                spec = finder.find_spec(name, path, target)
                if spec is not None:
                    return spec
        return None

    def before(self, name: str) -> None:
        """What has to happen before a module is created."""
        if name == "safestore" and not self.loaded and self._loading != get_ident():
            try:  # noqa: SIM105 (contextlib takes long to load)
                import wasmtime  # noqa: F401
            except ImportError:
                pass  # safestore will fail on the same import, and say so to who wanted it.

    def after(self, module: ModuleType) -> None:
        """What has to happen after a module has been executed."""
        self._after[module.__name__](module)

    def load_safestore(self, _: ModuleType | None = None) -> None:
        """Imports safestore, which installs the facade; says so where that is impossible."""
        self._loading = get_ident()
        try:
            try:
                import safestore  # noqa: F401
            except RuntimeError as error:
                if type(error).__name__ != "_DeadlockError":
                    raise
                self._load_safestore_for_another_thread()
        except (ImportError, SyntaxError) as error:
            self._say(
                f"{sys.executable} cannot load safestore ({error}): "
                f"wasmtime is not guarded in process {os.getpid()}"
            )
        finally:
            self._loading = None

    def _load_safestore_for_another_thread(self) -> None:
        """Loads safestore while another thread holds its import lock.

        That thread is in `before`, and waits there for the import of wasmtime that this
        thread is in. It will find safestore loaded, and so will those who wait for it.
        """
        from importlib.util import module_from_spec

        spec = self.find_spec("safestore")
        assert spec is not None and spec.loader is not None
        module = sys.modules["safestore"] = module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules["safestore"]
            raise

    def _install_facade(self, _: ModuleType) -> None:
        from safestore.launch import facade

        self.loaded.update(facade.install(self._affinity))


class Loader:
    """Loads a module with its own loader, and asks the finder what else there is to do.

    The module gets its own loader back. What is loaded already is not executed again.
    """

    def __init__(self, own: Any, finder: Finder) -> None:
        self._own = own
        self._finder = finder

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        self._finder.before(spec.name)
        if spec.name in self._finder.loaded:
            return self._finder.loaded[spec.name]
        module: ModuleType | None = self._own.create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        module.__loader__ = self._own
        if module.__spec__ is not None:
            module.__spec__.loader = self._own
        if module.__name__ not in self._finder.loaded:
            self._own.exec_module(module)
            self._finder.after(module)

    def __getattr__(self, name: str) -> Any:
        # For those who only look: `importlib.util.find_spec('wasmtime').loader.get_data(...)`.
        return getattr(self._own, name)


def _is_binding(spec: ModuleSpec) -> bool:
    return any(
        os.path.isfile(os.path.join(directory, "_ffi.py"))
        for directory in spec.submodule_search_locations or ()
    )


def _nothing(_: ModuleType) -> None:
    pass
