"""The service: audits tenants in a pool, each in a session of the pool's thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from safestore import Engine, Module

from .sessions import Session, SessionSpec


def audit(spec: SessionSpec) -> int:
    with spec.open() as session:
        return session.size()


def main() -> int:
    engine = Engine()
    module = Module(engine, '(module (func (export "f")))')
    spec = SessionSpec("acme", engine, module)
    session = Session(spec)
    with ThreadPoolExecutor(max_workers=1) as pool, session:
        return pool.submit(audit, session.spec).result() + session.size()


if __name__ == "__main__":
    print(main())
