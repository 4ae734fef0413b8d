"""Which modules can have anything to do with stores: those that import safestore or wasmtime.

And what those import of the program's own: a base class or a helper need not know what a store is
to hand one to a thread.
"""

from __future__ import annotations

from collections import defaultdict

from ..imports import imported, is_ours, is_typeshed
from ..program import Program

__all__ = ["concerned"]


def concerned(program: Program) -> frozenset[str]:
    """The names of the modules that import safestore or wasmtime, by however many steps, and of
    those that they import.

    A project that marks classes of its own says that all of its modules may have to do with it.
    """
    names = [name for name, tree in program.modules.items() if not is_typeshed(tree)]
    if program.settings.not_send:
        return frozenset(names)
    importers: defaultdict[str, list[str]] = defaultdict(list)
    imports: dict[str, list[str]] = {}
    reached = [name for name in names if is_ours(name)]
    for name in names:
        tree = program.modules[name]
        if not tree.defs:
            # Known from mypy's cache, which does not say what it imports.
            reached.append(name)
        imports[name] = list(imported(tree))
        for other in imports[name]:
            importers[other].append(name)
    found = set(reached)
    while reached:
        for importer in importers[reached.pop()]:
            if importer not in found:
                found.add(importer)
                reached.append(importer)
    reached.extend(found)
    while reached:
        for other in imports.get(reached.pop(), ()):
            below = program.modules.get(other)
            if other in imports and other not in found and not (below and below.is_stub):
                found.add(other)
                reached.append(other)
    return frozenset(found)
