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
        self._loaded: dict[str, ModuleType] = {}

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in self._after:
            return None
        if name == "safestore":
            spec = self._find_safestore()
        else:
            spec = self._ask_the_others(name, path, target)
        if name == "wasmtime" and spec is not None and not _is_binding(spec):
            # A `wasmtime.py` of the program's own, which plain Python would give it as well.
            return None
        if spec is not None and spec.loader is not None:
            spec.loader = Loader(spec.loader, self._loaded, self._after[name])  # type: ignore[assignment]
        return spec

    def _find_safestore(self) -> ModuleSpec | None:
        if not self._loaded and self._loading != get_ident():
            try:
                import wasmtime  # noqa: F401
            except ImportError:
                pass  # safestore will fail on the same import, and say so to who wanted it.
        # The one that belongs to this hook, also where the interpreter has none or another.
        from importlib.util import spec_from_file_location

        return spec_from_file_location("safestore", os.path.join(PACKAGE, "__init__.py"))

    def _ask_the_others(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None
    ) -> ModuleSpec | None:
        for finder in list(sys.meta_path):
            if finder is not self and hasattr(finder, "find_spec"):
                spec = finder.find_spec(name, path, target)
                if spec is not None:
                    return spec
        return None

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

        That thread is in `_find_safestore`, and waits there for the import of wasmtime that this
        thread is in. It will find safestore loaded, and so will those who wait for it.
        """
        spec = self.find_spec("safestore")
        assert spec is not None and spec.loader is not None
        from importlib.util import module_from_spec

        module = sys.modules["safestore"] = module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules["safestore"]
            raise

    def _install_facade(self, _: ModuleType) -> None:
        from safestore.launch import facade

        self._loaded.update(facade.install(self._affinity))


class Loader:
    """Loads a module with its own loader, which it also keeps, and then does one thing more.

    What is loaded already is not executed again.
    """

    def __init__(
        self, own: Any, loaded: dict[str, ModuleType], after: Callable[[ModuleType], None]
    ) -> None:
        self._own = own
        self._loaded = loaded
        self._after = after

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        if spec.name in self._loaded:
            return self._loaded[spec.name]
        module: ModuleType | None = self._own.create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        module.__loader__ = self._own
        if module.__spec__ is not None:
            module.__spec__.loader = self._own
        if module.__name__ not in self._loaded:
            self._own.exec_module(module)
            self._after(module)

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
