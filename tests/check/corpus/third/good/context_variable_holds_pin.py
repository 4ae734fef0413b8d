"""The current tenant's pin in a context variable, for the functions below: no thread in sight."""

from __future__ import annotations

import contextvars

from safestore import Engine, Pinned, Store

CURRENT: contextvars.ContextVar[Pinned[Store]] = contextvars.ContextVar("CURRENT")


def limit(memories: int) -> None:
    CURRENT.get().value.set_limits(memories=memories)


def with_tenant(engine: Engine, memories: int) -> str:
    with Pinned(Store(engine)) as pin:
        before = CURRENT.set(pin)
        try:
            limit(memories)
            return repr(CURRENT.get())
        finally:
            CURRENT.reset(before)


if __name__ == "__main__":
    context = contextvars.copy_context()
    print(context.run(with_tenant, Engine(), 3))
