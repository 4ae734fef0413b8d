"""Starts the reporter."""

from __future__ import annotations

import threading

from . import reporter


def main() -> None:
    worker = threading.Thread(
        target=reporter.report,  # E: safestore-send
        args=(3,),
    )
    worker.start()
    worker.join()
