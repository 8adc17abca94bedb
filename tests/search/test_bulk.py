"""Bulk requests to Elasticsearch."""

import pytest

from search.engines import bulk


def test_large_documents_are_sent_in_several_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST_BYTES", 200)
    operations = bulk.Operations(most_views=1, version=7)
    for number, text in enumerate(("a", "b", "c" * 300, "d")):
        operations.replace(number, [{"text": text}])
    parts = list(operations.parts())
    assert [[number for number, _lines in part.pieces] for part in parts] == [[0, 1], [2], [3]]
    assert b"".join(part.lines() for part in parts) == operations.lines()
    assert {part.version for part in parts} == {7}
    assert list(bulk.Operations(most_views=1, version=7).parts()) == []
