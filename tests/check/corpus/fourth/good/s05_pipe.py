"""A module goes through a pipe to another process in its serialized form."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection

from safestore import Module


def offer(module: Module) -> Connection:
    ours, theirs = multiprocessing.Pipe()
    ours.send(module.serialize())
    return theirs
