"""Takes the annotations out of a program, line for line, to see what is found without them."""

from __future__ import annotations

import ast

_Span = tuple[int, int, bytes]


def stripped(source: bytes) -> bytes:
    """The program without the annotations of parameters, results and variables.

    Those of fields stay, since dataclasses and the like are made from them. No line moves.
    """
    tree = ast.parse(source)
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    fields = {
        id(each) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for each in node.body
    }
    spans: list[_Span] = []

    def end(node: ast.expr | ast.arg) -> int:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return starts[node.end_lineno - 1] + node.end_col_offset

    def start(node: ast.expr | ast.arg | ast.stmt) -> int:
        return starts[node.lineno - 1] + node.col_offset

    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.annotation is not None:
            spans.append((start(node) + len(node.arg.encode()), end(node), b""))
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.returns is not None:
            arrow = source.rindex(b"->", 0, start(node.returns))
            spans.append((arrow, source.index(b":", end(node.returns)), b""))
        elif isinstance(node, ast.AnnAssign) and id(node) not in fields:
            if node.value is None:
                spans.append((start(node), end(node.annotation), b"pass"))
            else:
                spans.append((end(node.target), end(node.annotation), b""))
    for first, last, instead in sorted(spans, reverse=True):
        gone = source[first:last]
        source = source[:first] + instead + b"\n" * gone.count(b"\n") + source[last:]
    ast.parse(source)
    return source
