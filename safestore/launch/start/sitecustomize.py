"""Run at the start of each interpreter below `safestore run`; gives way to the user's own module.

This directory is on PYTHONPATH, and holds nothing else, so that `site` finds this file first. Any
Python may come by here, also one much older than safestore: the syntax is what all of them know.
"""

import os
import sys

_here = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != _here]
sys.path_importer_cache.pop(_here, None)

if os.environ.get("SAFESTORE_RUN") and sys.version_info >= (3, 7):
    from importlib.machinery import SourceFileLoader

    # By path: importing the package `safestore` would load wasmtime into programs that never do.
    _hooks = {}
    for _name in ("children", "on_import"):
        _loader = SourceFileLoader(
            "safestore_start_" + _name, os.path.join(os.path.dirname(_here), _name + ".py")
        )
        _hooks[_name] = type(sys)(_loader.name)
        _hooks[_name].__file__ = _loader.path
        _loader.exec_module(_hooks[_name])
    _children = _hooks["children"]
    _children.install()
    _hooks["on_import"].install(_children.say, {"subprocess": _children.use_fork_exec})

# Where the user has none, this raises what `site` takes as "there is none".
sys.modules.pop("sitecustomize", None)
__import__("sitecustomize")
