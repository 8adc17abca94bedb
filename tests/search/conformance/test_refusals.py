"""What is outside the subset is refused at once: by name, where it stands, and with what to use instead."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.base import EngineError, UnsupportedClause
from tests.examples import examples

CONSTANT = "constant_score"


@pytest.mark.parametrize(
    ("query", "clause", "where"),
    [
        ({"query_string": {"query": "a"}}, "query_string", "query"),
        ({"function_score": {}}, "function_score", "query"),
        ({"bool": {"filter": [{"match_all": {}}, {"wildcard": {"name": "a*"}}]}}, "wildcard", "query.bool.filter[1]"),
        ({"dis_max": {"queries": [{"nested": {}}]}}, "nested", "query.dis_max.queries[0]"),
        ({"constant_score": {"filter": {"regexp": {}}}}, "regexp", "query.constant_score.filter"),
        ({"term": {"type": "a"}}, "term", "query.term"),
        ({"match": {"name": {"query": "a", "fuzziness": 1}}}, "fuzziness", "query.match"),
        ({"match": {"name": {"query": "a", "analyzer": "x"}}}, "analyzer", "query.match"),
        ({"match": {"type": "a"}}, "match", "query.match"),
        ({"match": {"nowhere": "a"}}, "field nowhere", "query.match"),
        ({"match": {"name": {"query": "a", "operator": "xor"}}}, "operator xor", "query.match"),
        (
            {"multi_match": {"query": "a", "fields": ["name"], "type": "cross_fields"}},
            "type cross_fields",
            "query.multi_match",
        ),
        (
            {"constant_score": {"filter": {"match_phrase_prefix": {"text.ru": "a"}}}},
            "match_phrase_prefix",
            "query.constant_score.filter.match_phrase_prefix",
        ),
        ({"bool": {"must": [], "adjust": 1}}, "adjust", "query.bool"),
        (
            {"bool": {"should": [{"match_all": {}}], "minimum_should_match": "75%"}},
            "minimum_should_match",
            "query.bool",
        ),
        ({"range": {"people": {"gte": "many"}}}, "'many'", "query.range"),
        ({"range": {"type": {"gte": "a"}}}, "range", "query.range"),
        ({"range": {"people": {"gte": 1, "gt": 2}}}, "gt", "query.range"),
        ({"bool": {"minimum_should_match": 1}}, "minimum_should_match", "query.bool"),
        (
            {"match": {"name": {"query": "a b", "operator": "and", "minimum_should_match": 1}}},
            "minimum_should_match",
            "query.match",
        ),
        ({"multi_match": {"query": "a", "fields": ["name", "name^2"]}}, "field name", "query.multi_match"),
        ({"range": {"people": {"between": 1}}}, "between", "query.range"),
        ({"exists": {"field": "name"}}, "exists", "query.exists"),
        ({"match_all": {"boost": -1}}, "boost -1", "query.match_all"),
        ({"match_all": {"boost": float("nan")}}, "boost nan", "query.match_all"),
        ({"match_all": {}, "match_none": {}}, "{'match_all': {}, 'match_none': {}}", "query"),
        ("water", "water", "query"),
    ],
)
def test_queries(ask, query, clause, where):
    with pytest.raises(UnsupportedClause) as refusal:
        ask(query)
    assert (refusal.value.clause, refusal.value.where) == (clause, where)
    assert refusal.value.instead
    assert clause in str(refusal.value) or repr(clause) in str(refusal.value)


@pytest.mark.parametrize(
    ("body", "clause"),
    [
        ({"sort": [{"name": "asc"}]}, "sort by 'name'"),
        ({"sort": [{"people": {"order": "asc", "mode": "max"}}]}, "mode"),
        ({"sort": [{"people": "up"}]}, "order 'up'"),
        ({"collapse": {"field": "type"}}, "collapse"),
        ({"min_score": 2}, "min_score"),
        ({"track_total_hits": 100}, "track_total_hits"),
        ({"highlight": {"fields": {"name": {}}}}, "encoder"),
        ({"highlight": {"fields": {"type": {}}, "encoder": "html"}}, "field type"),
        ({"aggs": {"a": {"cardinality": {"field": "type"}}}}, "cardinality"),
        ({"aggs": {"a": {"terms": {"field": "name"}}}}, "terms"),
        ({"aggs": {"a": {"terms": {"field": "nothing"}}}}, "field nothing"),
        ({"aggs": {"a": {"terms": {"field": "type", "include": "a.*"}}}}, "include"),
        ({"aggs": {"a": {"terms": {"field": "type"}, "aggs": {}}}}, "terms, aggs"),
        ({"aggs": {"a": {"date_histogram": {"field": "made", "calendar_interval": "month"}}}}, "calendar_interval"),
    ],
)
def test_requests(put, ask, body, clause):
    put(1)
    with pytest.raises(UnsupportedClause) as refusal:
        ask(**body)
    assert refusal.value.clause == clause


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
NAMES = st.sampled_from(
    [
        "bool",
        "term",
        "terms",
        "range",
        "match",
        "multi_match",
        "exists",
        "ids",
        "prefix",
        "constant_score",
        "dis_max",
        "match_all",
        "fuzzy",
    ]
)
KEYS = NAMES | st.sampled_from(
    [
        "must",
        "filter",
        "should",
        "queries",
        "fields",
        "query",
        "field",
        "values",
        "name",
        "people",
        "made",
        "type",
        "boost",
        "gte",
    ]
)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)


@settings(max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES, params=ANYTHING)
def test_any_query_is_answered_or_refused_by_name(ask, put, name, params):
    put(1, name=["x"])
    try:
        ask({name: params})
    except UnsupportedClause as refusal:
        assert refusal.instead
    except EngineError:
        raise
