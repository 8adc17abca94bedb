"""Clauses on values: which documents they find."""

import pytest


@pytest.fixture(autouse=True)
def three(put):
    put(1, type="association", countries=["KG", "DE"], people=3, made="2026-01-01T00:00:00+00:00", verified=True)
    put(2, type="academia", countries=["KG"], people=10, made="2026-01-02T12:00:00+06:00", verified=False)
    put(3, type="private", people=-5)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"match_all": {}}, {1, 2, 3}),
        ({"match_none": {}}, set()),
        ({"terms": {"countries": ["KG"]}}, {1, 2}),
        ({"terms": {"countries": ["DE", "FR"]}}, {1}),
        ({"terms": {"countries": []}}, set()),
        ({"terms": {"object_id": [1, 3, 99]}}, {1, 3}),
        ({"ids": {"values": ["2-public", "nobody"]}}, {2}),
        ({"constant_score": {"filter": {"term": {"type": "academia"}}}}, {2}),
        ({"constant_score": {"filter": {"term": {"type": {"value": "Academia"}}}}}, set()),
        ({"term": {"verified": True}}, {1}),
        ({"term": {"verified": "false"}}, {2}),
        ({"term": {"people": 10}}, {2}),
        ({"term": {"people": 2**70}}, set()),
        ({"term": {"made": "2026-01-02T06:00:00+00:00"}}, {2}),
        ({"exists": {"field": "countries"}}, {1, 2}),
        ({"exists": {"field": "made"}}, {1, 2}),
        ({"prefix": {"type": "a"}}, {1, 2}),
        ({"prefix": {"type": {"value": "as"}}}, {1}),
        ({"range": {"people": {"gte": 3, "lt": 10}}}, {1}),
        ({"range": {"people": {"gt": 3}}}, {2}),
        ({"range": {"people": {"lte": 2.5}}}, {3}),
        ({"range": {"people": {"gt": 9.5, "lte": 10.5}}}, {2}),
        ({"range": {"people": {"gte": 5, "lte": 4}}}, set()),
        ({"range": {"made": {"gte": "2026-01-02T06:00:00+00:00"}}}, {2}),
        ({"range": {"made": {"gt": "2026-01-01T00:00:00+00:00", "lt": "2027-01-01"}}}, {2}),
        ({"range": {"made": {"lt": 1767300000000}}}, {1}),
        ({"range": {"made": {"lte": "2026-01-01"}}}, {1}),
        ({"range": {"made": {"gte": 1767225600000, "lte": "2026-01-02T06:00:00.500+00:00"}}}, {1, 2}),
        ({"term": {"made": "2026-01-02"}}, set()),
        ({"bool": {}}, {1, 2, 3}),
        ({"bool": {"must_not": [{"terms": {"countries": ["DE"]}}]}}, {2, 3}),
        ({"bool": {"filter": [{"terms": {"countries": ["KG"]}}], "must_not": [{"term": {"verified": True}}]}}, {2}),
        ({"bool": {"should": [{"term": {"people": 3}}, {"term": {"people": -5}}]}}, {1, 3}),
        ({"bool": {"filter": {"match_all": {}}, "should": [{"term": {"people": 3}}]}}, {1, 2, 3}),
        ({"bool": {"filter": {"match_all": {}}, "should": [{"term": {"people": 3}}], "minimum_should_match": 1}}, {1}),
        (
            {
                "bool": {
                    "should": [{"terms": {"countries": ["KG"]}}, {"term": {"verified": True}}],
                    "minimum_should_match": 2,
                }
            },
            {1},
        ),
        ({"bool": {"should": [{"term": {"people": 3}}], "minimum_should_match": 2}}, set()),
        ({"dis_max": {"queries": [{"term": {"people": 3}}, {"term": {"people": 10}}]}}, {1, 2}),
    ],
)
def test_finds_exactly(ask, query, expected):
    answer = ask(query)
    assert {hit.object_id for hit in answer.hits} == expected
    assert answer.total == len(expected)


def test_filters_inside_filters(ids):
    inner = {
        "bool": {
            "should": [{"term": {"type": "private"}}, {"term": {"type": "academia"}}],
            "must_not": [{"term": {"people": 10}}],
        }
    }
    assert ids({"bool": {"filter": [inner]}}) == [3]


def test_filters_of_a_page_are_any_of_the_values_and_all_of_the_fields(found):
    assert found(filters={"countries": ("KG", "DE")}) == [2, 1]
    assert found(filters={"countries": ("KG",), "type": ("association", "private")}) == [1]
    assert found(filters={"countries": ()}) == [3, 2, 1]


def test_ranges_of_a_page_begin_with_the_first_and_end_before_the_second(found):
    assert found(ranges={"people": (3, 10)}) == [1]
    assert found(ranges={"people": (None, 4), "object_id": (2, None)}) == [3]
    assert found(ranges={"made": (1767225600, 1767225601)}) == [1]


def test_those_that_are_excluded_are_not_found(found):
    assert found(exclude_ids=(1, 3)) == [2]


def test_values_with_spaces_are_one_value(put, ids):
    put(4, audience=["group 1", "group\t2", "group"])
    put(5, audience=["group", "1"])
    assert ids({"terms": {"audience": ["group 1"]}}) == [4]
    assert ids({"terms": {"audience": ["group\t2"]}}) == [4]
    assert ids({"terms": {"audience": ["1"]}}) == [5]
    assert ids({"prefix": {"audience": "group "}}) == [4]
    assert set(ids({"prefix": {"audience": "group"}})) == {4, 5}


def test_a_document_is_named_by_its_object_and_an_audience_that_sees_it(put, ids):
    put(4, audience=["group-1", "members"])
    assert ids({"ids": {"values": ["4-group-1"]}}) == [4]
    assert ids({"ids": {"values": ["4-members"]}}) == [4]
    assert ids({"ids": {"values": ["4-public", "4-group", "x-group-1", "4"]}}) == []
