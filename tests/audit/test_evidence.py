"""The recorded outcomes of the raw twins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from safestore.audit.evidence import VERDICTS, EvidenceError, load
from tests.audit import planted


def test_a_recording_is_read_and_counted(tmp_path: Path) -> None:
    outcomes = {
        "b": "crashed (SIGABRT)",
        "a": "wrong",
        "c": "crashed (SIGSEGV)",
        "d": "raised TypeError",
    }
    recording = {"wasmtime": "50.0.1", "platform": "Linux", "outcomes": outcomes}
    evidence = load(planted.write(tmp_path, "evidence.json", json.dumps(recording)))
    assert evidence is not None
    assert list(evidence.outcomes) == ["a", "b", "c", "d"]
    assert [evidence.count(verdict) for verdict in VERDICTS] == [2, 0, 1, 1, 0]


def test_without_a_recording_there_is_none(tmp_path: Path) -> None:
    assert load(tmp_path / "evidence.json") is None


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("{", "Expecting"),
        ("[]", "expected an object"),
        ('{"wasmtime": "50.0.1", "outcomes": {}}', "'wasmtime' and 'platform' must be texts"),
        ('{"wasmtime": "1", "platform": "a", "outcomes": []}', "'outcomes' must be an object"),
        (
            '{"wasmtime": "1", "platform": "a", "outcomes": {"one": "dead"}}',
            "the outcome of one must begin with crashed, hung, wrong, raised, fine",
        ),
    ],
)
def test_another_document_is_refused(tmp_path: Path, document: str, message: str) -> None:
    path = planted.write(tmp_path, "evidence.json", document)
    with pytest.raises(EvidenceError, match=rf"evidence\.json: .*{message}"):
        load(path)
