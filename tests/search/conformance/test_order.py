"""Order, ties and paging."""

import pytest

from search.results import REACH


def constant(field, value, boost):
    return {"constant_score": {"filter": {"terms": {field: [value]}}, "boost": boost}}


def test_ties_go_to_the_newest_then_to_the_lower_id(put, ids):
    for object_id, newest in ((5, 100), (3, 100), (4, 300), (9, 200)):
        put(object_id, newest=newest, type="private")
    put(1, newest=1, type="private", countries=["KG"])
    query = {"bool": {"should": [constant("type", "private", 1), constant("countries", "KG", 1)]}}
    assert ids(query) == [1, 4, 9, 3, 5]
    assert ids(query, size=2) == [1, 4]
    assert [ids(query, **{"from": i, "size": 1})[0] for i in range(5)] == [1, 4, 9, 3, 5]


def test_pages_of_ties_neither_repeat_nor_lose_any_after_updates(put_all, put, look):
    put_all([{"name": ["somebody"], "newest": i % 7} for i in range(300)])
    for object_id in range(1, 300, 11):
        put(object_id, name=["somebody"], newest=object_id % 7)
    pages = [[hit.object_id for hit in look("somebody", page=page, size=20).hits] for page in range(1, 16)]
    assert sorted(object_id for page in pages for object_id in page) == list(range(1, 301))
    whole = [hit.object_id for hit in look("somebody", size=300).hits]
    assert [object_id for page in pages for object_id in page] == whole


def test_sorted_by_a_number_both_ways_missing_ones_last(put, ids, found):
    put(1, people=5)
    put(2, people=-7)
    put(3)
    put(4, people=9)
    assert ids(sort=[{"people": "asc"}, {"newest": "desc"}]) == [2, 1, 4, 3]
    assert ids(sort=[{"people": {"order": "desc"}}]) == [4, 1, 2, 3]
    assert found(sort="people") == [2, 1, 4, 3]
    assert found(sort="-people") == [4, 1, 2, 3]
    assert found(sort="newest") == [4, 3, 2, 1]


def test_ties_of_a_sorted_list_go_by_its_second_field(put, ids):
    for object_id, people, newest in ((1, 5, 10), (2, 5, 30), (3, 5, 20), (4, 1, 5)):
        put(object_id, people=people, newest=newest)
    assert ids(sort=[{"people": "desc"}, {"newest": "desc"}]) == [2, 3, 1, 4]
    assert ids(sort=[{"people": "desc"}, {"newest": "asc"}], size=2) == [1, 3]


def test_a_page_says_where_it_stands(put_all, look):
    put_all([{}] * 45)
    page = look(page=2, size=20)
    assert (page.total, page.pages, page.has_previous, page.has_next, len(page.hits)) == (45, 3, True, True, 20)
    last = look(page=3, size=20)
    assert (len(last.hits), last.has_next) == (5, False)


@pytest.mark.parametrize("page", [4, 501, 10**9, 10**30])
def test_pages_beyond_the_last_are_empty(put_all, look, page):
    put_all([{}] * 45)
    found = look(page=page)
    assert (found.hits, found.total, found.has_next) == ((), 45, False)


def test_nobody_pages_further_than_the_reach(put_all, look):
    put_all([{}] * (REACH + 5))
    last = look(page=REACH // 100, size=100)
    assert (last.total, last.pages, len(last.hits), last.has_next) == (REACH + 5, REACH // 100, 100, False)
    assert look(page=REACH // 100 + 1, size=100).hits == ()


def test_size_zero_counts_only(put_all, ask):
    put_all([{}] * 3)
    assert (ask(size=0).total, ask(size=0).hits) == (3, ())


def test_a_hit_carries_its_document(put, ask):
    put(7, name=["Ala-Too"], people=2)
    [hit] = ask().hits
    assert hit.fields == {"object_id": 7, "audience": ["public"], "newest": 7, "name": ["Ala-Too"], "people": 2}
    [lean] = ask(_source=["people"]).hits
    assert (lean.object_id, lean.fields) == (7, {"people": 2})
