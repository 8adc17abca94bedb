"""Aggregations, and the facets of a page."""

import random
from collections import Counter

import pytest


@pytest.fixture(autouse=True)
def five(put):
    put(1, type="association", countries=["KG", "DE"], people=1, made="2026-01-01T00:00:00+00:00")
    put(2, type="association", countries=["KG"], people=5, made="2026-01-01T12:00:00+00:00")
    put(3, type="academia", countries=["DE"], people=12, made="2026-01-03T00:00:00+00:00")
    put(4, type="private", countries=["FR"], people=30)
    put(5, type="private", audience=["members"], countries=["US"])


def buckets(answer, name="a"):
    return [(bucket["key"], bucket["doc_count"]) for bucket in answer.aggregations[name]["buckets"]]


def counts(page, field):
    return [(value.value, value.count) for value in page.facets[field].values]


def test_terms_the_most_frequent_first_then_by_value(ask):
    assert buckets(ask(aggs={"a": {"terms": {"field": "countries"}}})) == [("DE", 2), ("KG", 2), ("FR", 1), ("US", 1)]
    assert buckets(ask(aggs={"a": {"terms": {"field": "countries", "size": 1}}})) == [("DE", 2)]
    assert buckets(ask(aggs={"a": {"terms": {"field": "countries", "order": {"_key": "asc"}}}}))[:2] == [
        ("DE", 2),
        ("FR", 1),
    ]
    assert buckets(ask(aggs={"a": {"terms": {"field": "countries", "min_doc_count": 2}}})) == [("DE", 2), ("KG", 2)]


def test_the_first_by_name_of_those_that_are_frequent_enough(ask, put):
    """Were the first by name taken before the rare ones are left out, nothing would remain."""
    put(11, countries=["AD"])
    wanted = {"field": "countries", "size": 1, "min_doc_count": 2, "order": {"_key": "asc"}}
    assert buckets(ask(aggs={"a": {"terms": wanted}})) == [("DE", 2)]


def test_terms_of_what_is_found_only(ask):
    found = ask({"bool": {"filter": [{"terms": {"countries": ["KG"]}}]}}, aggs={"a": {"terms": {"field": "type"}}})
    assert buckets(found) == [("association", 2)]


def test_ranges_of_numbers(ask):
    answer = ask(aggs={"a": {"range": {"field": "people", "ranges": [{"to": 5}, {"from": 5, "to": 20}, {"from": 20}]}}})
    assert [(b.get("from"), b.get("to"), b["doc_count"]) for b in answer.aggregations["a"]["buckets"]] == [
        (None, 5, 1),
        (5, 20, 2),
        (20, None, 1),
    ]


def test_ranges_may_overlap_and_leave_gaps(ask):
    answer = ask(aggs={"a": {"range": {"field": "people", "ranges": [{"from": 10}, {"from": 1, "to": 6}, {"to": 6}]}}})
    assert buckets(answer) == [("*-6.0", 2), ("1.0-6.0", 2), ("10.0-*", 2)]


def test_days(ask):
    answer = ask(aggs={"a": {"date_histogram": {"field": "made", "fixed_interval": "1d", "min_doc_count": 1}}})
    assert buckets(answer) == [(1767225600000, 2), (1767398400000, 1)]


def test_filter_aggregations_hold_others(ask):
    inner = {"values": {"terms": {"field": "type"}}}
    answer = ask(aggs={"a": {"filter": {"terms": {"countries": ["DE"]}}, "aggs": inner}}).aggregations["a"]
    assert answer["doc_count"] == 2
    assert [(b["key"], b["doc_count"]) for b in answer["values"]["buckets"]] == [("academia", 1), ("association", 1)]


def test_a_post_filter_narrows_hits_and_total_not_counts(ask):
    answer = ask(post_filter={"term": {"type": "private"}}, aggs={"a": {"terms": {"field": "type"}}})
    assert ({hit.object_id for hit in answer.hits}, answer.total) == ({4, 5}, 2)
    assert buckets(answer) == [("association", 2), ("private", 2), ("academia", 1)]


def test_a_facet_counts_with_all_filters_but_its_own(look):
    page = look(filters={"type": ("association",)}, facets=("type", "countries"))
    assert [hit.object_id for hit in page.hits] == [2, 1]
    assert counts(page, "type") == [("association", 2), ("academia", 1), ("private", 1)]
    assert counts(page, "countries") == [("KG", 2), ("DE", 1)]
    both = look(filters={"type": ("association",), "countries": ("DE",)}, facets=("type", "countries"))
    assert ([hit.object_id for hit in both.hits], both.total) == ([1], 1)
    assert counts(both, "type") == [("academia", 1), ("association", 1)]
    assert counts(both, "countries") == [("KG", 2), ("DE", 1)]


def test_a_filter_without_a_facet_narrows_the_facets(look):
    assert counts(look(filters={"type": ("association",)}, facets=("countries",)), "countries") == [
        ("KG", 2),
        ("DE", 1),
    ]


def test_facets_of_nothing_are_empty(look):
    page = look("nowhere", facets=("type",))
    assert (page.total, counts(page, "type")) == (0, [])


def test_booleans_have_facets_and_are_chosen_by_the_same_words(put, look):
    put(6, verified=True)
    put(7, verified=False)
    put(8, verified=True)
    assert counts(look(facets=("verified",)), "verified") == [("true", 2), ("false", 1)]
    assert [hit.object_id for hit in look(filters={"verified": ("true",)}).hits] == [8, 6]


@pytest.mark.parametrize("size", [1, 10, 50, 400])
def test_counts_of_many_values_are_exact_and_their_ties_in_order(put_all, ask, size):
    chance = random.Random(11)
    documents = [
        {"countries": [f"c{chance.randrange(300)}" for _ in range(4)], "type": f"t{chance.randrange(5)}"}
        for _ in range(900)
    ]
    for first in (0, 300, 500):  # what was put before is replaced in part, the rest stays where it was
        put_all(documents[first:] + documents[:first])
    documents = documents[500:] + documents[:500]
    counted = Counter(value for fields in documents for value in set(fields["countries"]))
    expected = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    terms = {"terms": {"field": "countries", "size": size}}
    answer = ask(aggs={"a": terms, "b": {"terms": {"field": "type"}}})
    assert buckets(answer) == expected[:size]
    assert buckets(answer, "b") == sorted(
        Counter(fields["type"] for fields in documents).items(), key=lambda pair: (-pair[1], pair[0])
    )


def test_what_was_counted_before_a_change_is_counted_anew(put, ask):
    counts = {"a": {"terms": {"field": "type"}}}
    assert buckets(ask(aggs=counts))[0] == ("association", 2)
    assert buckets(ask({"term": {"people": 12}}, aggs=counts)) == [("academia", 1)]
    put(1, type="academia", people=12)
    assert buckets(ask(aggs=counts)) == [("academia", 2), ("private", 2), ("association", 1)]
    assert buckets(ask({"term": {"people": 12}}, aggs=counts)) == [("academia", 2)]
    assert buckets(ask(aggs={"a": {"terms": {"field": "type", "size": 1}}})) == [("academia", 2)]
