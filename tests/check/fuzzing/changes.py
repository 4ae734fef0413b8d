"""Mixes safestore into a program, so that the rules have to do with it.

Parameters get types such as `Pinned[Store]`, and lines that use, move, close and share them are
put between the program's own. What comes out is valid Python, and means nothing.
"""

from __future__ import annotations

import ast
import copy
import random
from collections.abc import Iterable
from typing import TypeAlias

from .library import is_python

_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

_HEADER = """\
import asyncio, contextlib, functools, queue, threading
import concurrent.futures, multiprocessing, weakref
from safestore import *
from safestore import Owned, Pinned, Send, TransferToken, MemoryView
"""

_TYPES = """\
Store; Pinned[Store]; TransferToken[Store]; Owned[Store]; MemoryView; Memory; Func; Instance; Caller
list[Pinned[Store]]; dict[str, TransferToken[Store]]; Pinned[Store] | None; tuple[Store, Func]; Any
Pinned[tuple[Store, Func]]; queue.Queue[TransferToken[Store]]; type[Store]; InstanceExports; Linker
TransferToken[Store] | Pinned[Store]; set[Func]; contextlib.ExitStack; asyncio.TaskGroup; Global
concurrent.futures.Executor; threading.Thread; Engine""".replace("\n", "; ").split("; ")

# What is put between two statements. A, B, C are names that the function knows, N is a new one,
# and REST is what follows in the block.
_LINES = r"""
N = A.transfer()
A.transfer()
A.transfer().land()
N = A.land()
A = B.land()
A = B
A, B = B, A
A.discard()
A.close()
A.value.gc()
A.value = B
A.value.transfer()
A.moved or B.transfer()
print(A, B.transfer())
del A
del A.value
N = [A, B]; N.append(C.transfer())
N = {"a": A}; N["b"] = B.transfer(); N["a"].value
N = Pinned(Store(Engine()))
N = Pinned((A, B))
N = (lambda: A.transfer()) if B else (lambda x=A: x)
N = [x.transfer() for x in A if x]
N = {k: v.land() for k, v in A.items() if (w := v)}
(N := A.transfer()).land()
N = A.transfer() if B else C
N = functools.partial(B, A)
N = threading.Thread(target=A.run, args=(B,)); N.start(); N.join()
threading.Thread(target=lambda: A, kwargs={"b": B, **C}).start()
threading.Timer(1, A.transfer, [*B]).start()
N = multiprocessing.Process(target=B, args=(A,))
A.submit(B.transfer, C).result().value
A.map(lambda x: x.land(), [B, C])
A.put(B); A.get().land()
weakref.finalize(A, B.close)
N = B.view(A).__enter__()
N = A[1:]; N[0]
A[0] = B
A.attribute = B
A.attribute.transfer(); A.attribute.value
B.grow(A, 1)
N = A.exports(B).func("f"); N(B, 1)
A(B, C)
A.call_async(B)
asyncio.gather(A.call_async(B), A.call_async(B))
asyncio.create_task(A.call_async(B))
N: Pinned[Store]
N: Owned[Store] = A
assert not A.moved, B.transfer()
return A
return A.transfer()
raise A from B
global N; N = A
if A.moved: return A.transfer()
if A: B.transfer()
while A: B = B.transfer().land()
while True: A.transfer(); break
for A in B: A.transfer()
for N in A: N.land()
for A.attribute in [B]: pass
with A: pass
with A as N: N.transfer()
with A.view(B) as N, C: N[0]
with contextlib.ExitStack() as N: N.enter_context(A)
with contextlib.suppress(Exception): A.transfer()
def N(x=A): return A.transfer(), x
def N(x: Owned[Store], *y: Pinned[Store], **z: Any) -> None: nonlocal_ = A; x.transfer()
class N(threading.Thread):\n    a = A\n    def run(self): self.a.transfer(); B.value
class N:\n    def __init__(self): self.p = A\n    def f(self): self.p = self.p.transfer().land()
try: A.transfer()\nexcept Exception as N: B.value\nelse: A.value\nfinally: C.close()
try:\n    REST\nexcept (ValueError, TypeError): A.transfer()\nfinally: A.value
try:\n    REST\nfinally:\n    A.close()
with A.view(B) as N:\n    REST
while B:\n    REST\nelse: A.transfer()
for N in B:\n    REST
if A is None:\n    B.transfer()\nelse:\n    REST
match A:\n    case None: B.transfer()\n    case Pinned(value=v): v.gc()\n    case [x, *y]: x.land()
match A:\n    case {"a": N, **kw} if N.transfer(): pass\n    case x: x.value
def N():\n    REST""".strip().split("\n")

_ASYNC_LINES = r"""
await A.call_async(B)
N = await A
async with A as N: N.transfer()
async for N in A: N.land()
N = [await x.call_async(B) async for x in A]
await asyncio.to_thread(A.transfer)
await asyncio.get_running_loop().run_in_executor(None, A, B)
async with asyncio.TaskGroup() as N: N.create_task(A.call_async(B))
await asyncio.sleep(0, A.transfer())""".strip().split("\n")

_METHODS = [
    "transfer",
    "land",
    "discard",
    "close",
    "value",
    "view",
    "grow",
    "func",
    "exports",
    "submit",
    "put",
    "call_async",
]


def changed(text: str, seed: str) -> str:
    """The program with safestore in it; the same for the same seed, and valid Python."""
    chance = random.Random(seed)
    tree = ast.parse(text)
    _Renamer(chance).visit(tree)
    for body in _outer_bodies(tree):
        for at, statement in enumerate(body):
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                body[at] = _changed(statement, chance)
    found = _unparsed(tree)
    return found if is_python(found) else f"{_HEADER}\n{text}"


def _unparsed(tree: ast.Module) -> str:
    # What has to stand first in a file.
    first = [
        each
        for each in tree.body
        if isinstance(each, ast.ImportFrom) and each.module == "__future__"
    ]
    rest = [each for each in tree.body if each not in first]
    head = "\n".join(ast.unparse(each) for each in first)
    return f"{head}\n{_HEADER}\n{ast.unparse(ast.fix_missing_locations(ast.Module(rest, [])))}\n"


def _outer_bodies(tree: ast.Module | ast.ClassDef) -> Iterable[list[ast.stmt]]:
    yield tree.body
    for statement in tree.body:
        if isinstance(statement, ast.ClassDef):
            yield from _outer_bodies(statement)


def _changed(function: _Function, chance: random.Random) -> _Function:
    """The function and those in it, changed; after some attempts that are no Python, as it was."""
    for _ in range(3):
        copied = copy.deepcopy(function)
        for node in list(ast.walk(copied)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                _change(node, chance)
        if is_python(ast.unparse(ast.fix_missing_locations(copied))):
            return copied
    return function


class _Renamer(ast.NodeTransformer):
    """Some methods become safestore's."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if self._chance.random() < 0.05:
            node.attr = self._chance.choice(_METHODS)
        return node


def _change(function: _Function, chance: random.Random) -> None:
    arguments = function.args
    parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    for parameter in parameters:
        if parameter.arg not in ("self", "cls") and chance.random() < 0.7:
            parameter.annotation = ast.parse(chance.choice(_TYPES), mode="eval").body
    if chance.random() < 0.3:
        function.returns = ast.parse(chance.choice(_TYPES), mode="eval").body
    names = [each.arg for each in parameters] or ["x"]
    names += [
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    if any(isinstance(node, (ast.Global, ast.Nonlocal)) for node in ast.walk(function)):
        return
    templates = list(_LINES)
    if isinstance(function, ast.AsyncFunctionDef):
        templates += _ASYNC_LINES * 3
    for body in list(_bodies(function)):
        for _ in range(chance.choice((0, 1, 1, 2, 3))):
            _put(body, templates, names, chance)


def _bodies(function: ast.AST) -> Iterable[list[ast.stmt]]:
    for node in ast.walk(function):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(node, name, None)
            if isinstance(body, list) and body and not isinstance(node, ast.ClassDef):
                yield body


def _put(
    body: list[ast.stmt], templates: list[str], names: list[str], chance: random.Random
) -> None:
    at = chance.randrange(len(body) + 1)
    text = chance.choice(templates).replace("\\n", "\n")
    new = f"new_{chance.randrange(8)}"
    chosen = {"A": chance.choice(names), "B": chance.choice(names), "C": chance.choice(names)}
    statements = ast.parse(f"async def _():\n{_indented(text)}").body[0]
    assert isinstance(statements, ast.AsyncFunctionDef)
    filled = _Filler({**chosen, "N": new}, body[at:] or [ast.Pass()])
    for statement in statements.body:
        filled.visit(statement)
    if filled.used:
        del body[at:]
    body[at:at] = statements.body
    names.append(new)


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.split("\n"))


class _Filler(ast.NodeTransformer):
    """Puts names and statements where a template has A, B, C, N and REST."""

    def __init__(self, names: dict[str, str], rest: list[ast.stmt]) -> None:
        self._names = names
        self._rest = rest
        self.used = False

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self._names.get(node.id, node.id)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self._names.get(node.name, node.name)
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.name = self._names.get(node.name, node.name)
        return self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> ast.AST:
        node.name = self._names.get(node.name or "", node.name)
        return self.generic_visit(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        node.name = self._names.get(node.name or "", node.name)
        return self.generic_visit(node)

    def visit_Global(self, node: ast.Global) -> ast.AST:
        node.names = [self._names.get(name, name) for name in node.names]
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST | list[ast.stmt]:
        if isinstance(node.value, ast.Name) and node.value.id == "REST":
            self.used = True
            return list(self._rest)
        return self.generic_visit(node)
