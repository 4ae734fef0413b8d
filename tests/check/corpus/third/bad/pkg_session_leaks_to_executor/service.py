"""The service: audits its sessions in the background."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from safestore import Engine

from .sessions import Session, SessionStub


def audit(session: Session) -> int:
    return session.fuel()


def audit_stub(session: SessionStub) -> int:
    return session.fuel()


class Service:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.pool = ThreadPoolExecutor(max_workers=1)

    def audit(self, tenant: str) -> list[Future[int]]:
        session = Session(tenant, self.engine)
        return [
            self.pool.submit(audit_stub, SessionStub(tenant)),
            self.pool.submit(audit, session),  # E: safestore-send
        ]
