"""What `import wasmtime` gives, in all its forms."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from safestore.launch.facade import show, take_aside
from tests.launch.runs import PLAIN, SAYS_WHICH, output, run, run_below

FORMS = {
    "import": "import wasmtime",
    "import as": "import wasmtime as w; assert w.__safestore__",
    "star": """
from wasmtime import *
import wasmtime
assert all(globals()[name] is getattr(wasmtime, name) for name in wasmtime.__all__)
assert 'Pinned' not in globals() and 'Managed' not in globals()
""",
    "component": """
import wasmtime.component, wasmtime.component as other
from wasmtime import component
assert other is component is wasmtime.component
from wasmtime.component import *
assert all(globals()[name] is getattr(component, name) for name in component.__all__)
""",
    "component first": "import wasmtime.component",
    "private": """
import wasmtime._ffi, wasmtime._bindings as bindings, wasmtime.component._types as types
from wasmtime._slab import Slab
from wasmtime import _managed, Managed
import sys, wasmtime
assert wasmtime._ffi is sys.modules['wasmtime._ffi'] and bindings is wasmtime._bindings
assert Managed is _managed.Managed is wasmtime.Managed
assert types is wasmtime.component._types
""",
    "private first": "import wasmtime._ffi",
    "resources": """
import importlib.resources
files = importlib.resources.files('wasmtime')
assert (files / 'py.typed').is_file()
import pkgutil
assert pkgutil.get_data('wasmtime', 'py.typed') is not None
""",
    "metadata": """
import importlib.metadata
assert importlib.metadata.version('wasmtime')
import wasmtime
assert importlib.metadata.packages_distributions()['wasmtime'] == ['wasmtime']
""",
    "looking only": """
import importlib.util, sys
spec = importlib.util.find_spec('wasmtime')
assert 'wasmtime' not in sys.modules
assert spec.origin.endswith('__init__.py') and spec.submodule_search_locations
assert 'from' in spec.loader.get_source('wasmtime') and spec.loader.get_filename('wasmtime')
import wasmtime
assert importlib.util.find_spec('wasmtime') is wasmtime.__spec__
assert type(wasmtime.__loader__).__name__ == 'SourceFileLoader'
assert wasmtime.__spec__.loader is wasmtime.__loader__
""",
    "reload": """
import importlib, wasmtime, wasmtime.component
before = dict(vars(wasmtime)), dict(vars(wasmtime.component))
assert importlib.reload(wasmtime) is wasmtime
assert importlib.reload(wasmtime.component) is wasmtime.component
for old, new in zip(before, (vars(wasmtime), vars(wasmtime.component))):
    assert {k: v for k, v in old.items() if k != '__spec__'} == {
        k: v for k, v in new.items() if k != '__spec__'}
assert wasmtime.__spec__.loader is wasmtime.__loader__
""",
    "removed and imported again": """
import sys, wasmtime, wasmtime.component, safestore
before = wasmtime, wasmtime.component, safestore
for name in ('wasmtime', 'wasmtime.component', 'safestore'):
    del sys.modules[name]
import wasmtime.component, safestore, wasmtime
assert before == (wasmtime, wasmtime.component, safestore)
""",
    "safestore as well": "import wasmtime, safestore",
    "safestore first": "import safestore, sys; assert sys.modules['wasmtime'].__safestore__",
    "part of safestore first": "from safestore.errors import MisuseError\nimport wasmtime",
    "pickle": """
import pickle, wasmtime, wasmtime.component
for module in (wasmtime, wasmtime.component):
    for name in module.__all__:
        value = getattr(module, name)
        if isinstance(value, type):
            assert pickle.loads(pickle.dumps(value)) is value, name
""",
    "introspection": """
import inspect, types, wasmtime
assert isinstance(wasmtime, types.ModuleType)
assert inspect.getfile(wasmtime) == wasmtime.__file__ and inspect.getsource(wasmtime)
assert {'Store', '_ffi', 'Managed', '__all__'} <= set(dir(wasmtime)) & set(vars(wasmtime))
assert repr(wasmtime).startswith("<module 'wasmtime' from ")
""",
    "monkeypatch": """
import wasmtime
from unittest import mock
store = wasmtime.Store
with mock.patch('wasmtime.Store') as fake:
    assert wasmtime.Store is fake
assert wasmtime.Store is store
""",
}

EVERYTHING_IS_OURS = """
import safestore, safestore.component, wasmtime, wasmtime.component
for ours, shown in ((safestore, wasmtime), (safestore.component, wasmtime.component)):
    for name in {*shown.__all__, *getattr(ours, '__all__', ())}:
        if hasattr(ours, name) and name != 'component':
            assert getattr(shown, name) is getattr(ours, name), name
"""


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_import(form: str, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("\n".join([FORMS[form], SAYS_WHICH, EVERYTHING_IS_OURS]))
    assert output(run_below(script)) == "exclusive\n"


@pytest.mark.parametrize("first", [("wasmtime",), ("wasmtime", "safestore", "wasmtime._ffi")])
def test_threads_that_import_at_the_same_time(first: tuple[str, ...], tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(f"""
import importlib, threading
start, seen = threading.Barrier(6), []
def work(first):
    start.wait()
    importlib.import_module(first)
    import wasmtime, safestore
    from wasmtime import Store
    seen.append((wasmtime, Store, wasmtime.__safestore__, safestore.component))
threads = [threading.Thread(target=work, args=[n]) for n in {first * 6}[:6]]
for thread in threads: thread.start()
for thread in threads: thread.join()
import wasmtime, safestore
assert seen == [(wasmtime, wasmtime.Store, 'exclusive', safestore.component)] * 6
""")
    assert output(run_below(script)) == ""


def test_nothing_is_loaded_until_it_is_imported(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import sys; print([n for n in sys.modules if n.startswith(('wasmtime', 'safestore'))])"
    )
    assert output(run_below(script)) == "[]\n"


def test_a_wasmtime_of_the_program_itself(tmp_path: Path) -> None:
    (tmp_path / "wasmtime.py").write_text("mine = 1")
    script = tmp_path / "script.py"
    script.write_text("import wasmtime; print(wasmtime.mine, wasmtime.__file__)")
    assert output(run_below(script)) == output(run(PLAIN, script))


def test_wasmtime_and_safestore_keep_the_real_one(tmp_path: Path) -> None:
    """Nothing in their modules refers to the facade any more."""
    script = tmp_path / "script.py"
    script.write_text(
        "import gc, sys, wasmtime\n"
        "inside = [vars(m) for n, m in sys.modules.items()\n"
        "          if n.startswith(('safestore', 'wasmtime.')) and n != 'wasmtime.component']\n"
        "for facade in (wasmtime, wasmtime.component):\n"
        "    for holder in gc.get_referrers(facade):\n"
        "        assert not any(holder is names for names in inside), holder['__name__']\n"
        "        assert holder is not vars(sys.modules['wasmtime (raw)'])\n"
        "        assert not isinstance(holder, type), holder\n"
        "raw = sys.modules['wasmtime._value'].wasmtime\n"
        "assert raw.Store is sys.modules['wasmtime._store'].Store\n"
        "print(raw is sys.modules['wasmtime (raw)'])\n"
    )
    assert output(run_below(script)) == "True\n"


def test_installing_twice_changes_nothing(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import wasmtime, sys\n"
        "from safestore.launch.facade import install\n"
        "raw = sys.modules['wasmtime (raw)']\n"
        "assert install('exclusive')['wasmtime'] is wasmtime\n"
        "assert sys.modules['wasmtime._value'].wasmtime is raw is sys.modules['wasmtime (raw)']\n"
    )
    assert output(run_below(script)) == ""


def test_show_prefers_ours_and_keeps_the_rest() -> None:
    module, ours = ModuleType("wasmtime"), ModuleType("safestore")
    vars(module).update(__all__=["Store", "Tag"], Store="raw", Tag="raw", Managed="raw")
    vars(ours).update(__all__=["Pinned"], Store="ours", Pinned="ours", Managed="ours", _x="ours")
    show(module, ours)
    shown = {name: value for name, value in vars(module).items() if not name.startswith("__")}
    assert shown == {"Store": "ours", "Tag": "raw", "Pinned": "ours", "Managed": "raw"}
    assert vars(module)["__all__"] == ["Store", "Tag"]


def test_take_aside_gives_holders_a_copy() -> None:
    module, holder, other = ModuleType("m"), ModuleType("h"), ModuleType("o")
    vars(module).update(x=1)
    vars(holder).update(raw=module, y=2)
    vars(other).update(raw=module)
    copy = take_aside(module, [holder])
    assert vars(copy) == vars(module) and copy is not module
    assert vars(holder)["raw"] is copy and vars(holder)["y"] == 2
    assert vars(other)["raw"] is module
