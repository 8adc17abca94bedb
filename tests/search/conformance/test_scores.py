"""Scores that are sums of constants are equal on every engine: exactly, not nearly."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def constant(field, value, boost):
    return {"constant_score": {"filter": {"terms": {field: [value]}}, "boost": boost}}


def scores(answer):
    return {hit.object_id: hit.score for hit in answer.hits}


def test_filters_add_nothing(put, ask):
    put(1, type="private")
    assert scores(ask({"bool": {"filter": [{"term": {"type": "private"}}]}})) == {1: 0.0}
    assert scores(
        ask({"bool": {"filter": [{"term": {"type": "private"}}], "should": [constant("type", "private", 0.75)]}})
    ) == {1: 0.75}
    assert scores(ask({"bool": {"must_not": [{"term": {"people": 3}}]}})) == {1: 0.0}


def test_values_count_once_and_boosts_multiply(put, ask):
    put(1, countries=["KG", "DE"], people=3, verified=True)
    assert scores(ask({"terms": {"countries": ["KG", "DE"]}})) == {1: 1.0}
    assert scores(ask({"terms": {"countries": ["KG", "DE"], "boost": 2.5}})) == {1: 2.5}
    assert scores(ask({"range": {"people": {"gte": 1, "boost": 0.25}}})) == {1: 0.25}
    assert scores(ask({"match_all": {"boost": 3}})) == {1: 3.0}
    assert scores(ask({"bool": {}})) == {1: 1.0}
    assert scores(ask({"term": {"verified": {"value": True, "boost": 0.5}}})) == {1: 0.5}
    assert scores(ask({"bool": {"must": [constant("countries", "KG", 1.5)], "boost": 2}})) == {1: 3.0}


def test_dis_max_takes_the_best_and_a_share_of_the_rest(put, ask):
    put(1, countries=["KG", "DE"])
    two = [constant("countries", "KG", 2), constant("countries", "DE", 1)]
    assert scores(ask({"dis_max": {"queries": two}})) == {1: 2.0}
    assert scores(ask({"dis_max": {"queries": two, "tie_breaker": 0.5}})) == {1: 2.5}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(weights=st.lists(st.integers(1, 64 * 64), min_size=1, max_size=30))
def test_weights_in_64ths_add_exactly(put, ask, weights):
    put(1, countries=[f"c{i}" for i in range(len(weights))])
    should = [constant("countries", f"c{i}", weight / 64) for i, weight in enumerate(weights)]
    assert scores(ask({"bool": {"should": should, "minimum_should_match": 1}})) == {1: sum(weights) / 64}


def test_what_fires_adds_and_what_does_not_fire_does_not(put, ask):
    put(1, type="private", countries=["KG"])
    put(2, type="private", countries=["DE"])
    put(3, type="academia")
    should = [constant("type", "private", 1.5), constant("countries", "KG", 0.015625), constant("countries", "FR", 9)]
    assert scores(ask({"bool": {"should": should}})) == {1: 1.515625, 2: 1.5}


def test_a_rare_word_weighs_more_than_a_common_one(put_all, ids):
    put_all([{"name": ["common"]}, {"name": ["common"]}, {"name": ["rare"]}])
    assert ids({"match": {"name": "rare common"}})[0] == 3


def test_a_word_among_few_weighs_more_than_among_many(put_all, ids):
    put_all([{"name": ["word and many others beside it"]}, {"name": ["word"]}])
    assert ids({"match": {"name": "word"}}) == [2, 1]
