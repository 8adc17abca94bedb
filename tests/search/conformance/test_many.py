"""Several searches in one request answer as each would alone."""

from typing import Any

import pytest

from search.engines.base import Answer, UnsupportedClause
from search.matching import UNIT, Question, Rule, Signal, match, match_many
from tests.search.documents import KIND

COUNTRIES = ("KG", "DE", "FR", "TR")


def body_for(country: str, **more: Any) -> dict[str, Any]:
    return {"query": {"bool": {"filter": [{"term": {"countries": country}}]}}, "size": 3, **more}


def test_each_is_answered_as_it_would_be_alone_in_the_order_asked(engine, put_all):
    put_all([{"countries": [COUNTRIES[i % 4], COUNTRIES[i % 3]], "type": f"t{i % 2}"} for i in range(40)])
    bodies = [
        body_for(COUNTRIES[i % 4], **{"from": i % 5, "aggs": {"t": {"terms": {"field": "type"}}}}) for i in range(120)
    ]
    answers = engine.search_many(KIND, bodies)
    assert answers == [engine.search(KIND, body) for body in bodies]
    assert len(answers[0].hits) == 3


def test_none_asked_none_answered(engine):
    assert engine.search_many(KIND, []) == []


def test_without_an_index_each_finds_nothing(engine):
    assert engine.search_many(KIND, [body_for("KG"), body_for("DE")]) == [Answer((), 0, {})] * 2


@pytest.mark.parametrize("checks", [True, False], ids=["checked before", "told by the engine"])
def test_one_that_is_unsupported_is_told(engine, put, checks):
    engine.checks = checks  # the embedded engine knows no other way
    put(1, countries=["KG"])
    with pytest.raises(UnsupportedClause):
        engine.search_many(KIND, [body_for("KG"), {"query": {"no_such_clause": {}}}])


def test_matches_of_many_subjects_are_those_of_each(engine, put_all):
    put_all([{"countries": [COUNTRIES[i % 4]], "type": f"t{i % 3}"} for i in range(30)])

    def signals(i: int) -> list[Signal]:
        rules = (Rule("countries", (COUNTRIES[i % 4],), UNIT + i), Rule("type", (f"t{i % 3}",), 2 * UNIT))
        return [Signal("fits", rules, lambda fired: " ".join(f.values[0] for f in fired))] if i % 7 else []

    questions = [Question(signals(i), ("public",), exclude_ids=(i,), limit=1 + i % 4) for i in range(20)]
    found = match_many(KIND, questions)
    assert found == [
        match(kind=KIND, signals=q.signals, audiences=q.audiences, exclude_ids=q.exclude_ids, limit=q.limit)
        for q in questions
    ]
    assert found[0] == []
    assert [len(each) for each in found[1:4]] == [2, 3, 4]
