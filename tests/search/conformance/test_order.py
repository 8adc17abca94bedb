"""Order, ties and paging."""

import random

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


@pytest.fixture
def varied(put_all):
    """1,500 documents with up to six of sixty countries each, a few of them very common; in several batches."""
    chance = random.Random(5)
    names, weights = [f"c{i}" for i in range(60)], [1 / i for i in range(1, 61)]
    documents = [
        {
            "countries": sorted(set(chance.choices(names, weights, k=6))),
            "type": chance.choice(["private", "academia"]),
            "newest": chance.randrange(40),
        }
        for _ in range(1500)
    ]
    put_all(documents)
    put_all(documents[:700])
    return dict(enumerate(documents, 1))


def ranked(documents, required, optional):
    """[(id, score)] as they should come: the best first, ties to the newest, then to the lower id."""
    scores = {}
    for i, fields in documents.items():
        present = {*fields["countries"], fields["type"]}
        if any(present & set(values) for values, _ in required):
            scores[i] = sum(weight for values, weight in (*required, *optional) if present & set(values))
    return sorted(scores.items(), key=lambda found: (-found[1], -documents[found[0]]["newest"], found[0]))


@pytest.mark.parametrize("counted", [True, False])
@pytest.mark.parametrize("seed", range(6))
def test_the_best_of_many_by_constants_are_the_best_of_all(varied, ask, seed, counted):
    chance = random.Random(seed)
    required = [
        ([f"c{chance.choice([0, 1, 2, 3, chance.randrange(60)])}"], chance.choice([16, 64, 65, 128]) / 64)
        for _ in range(chance.randint(2, 9))
    ]
    optional = [(["private"], chance.choice([1, 32]) / 64), (["c0", "c9"], 0.25)][: chance.randrange(3)]
    clauses = [constant_of(*each) for each in required]
    query = {"filter": [{"match_all": {}}], "must": [any_of(clauses)], "should": [constant_of(*o) for o in optional]}
    expected = ranked(varied, required, optional)
    for start, size in ((0, 1), (0, 20), (20, 20), (35, 50), (0, 3000)):
        answer = ask({"bool": query}, **{"from": start, "size": size, "track_total_hits": counted})
        assert [(hit.object_id, hit.score) for hit in answer.hits] == expected[start : start + size]
        assert answer.total == len(expected) or not counted


def test_the_best_within_a_post_filter_and_with_counts(varied, ask):
    required = [(["c0"], 1.0), (["c1"], 1.0), (["c40"], 1.5)]
    query = {"bool": {"should": [constant_of(*each) for each in required], "minimum_should_match": 1}}
    expected = ranked(varied, required, ())
    private = [found for found in expected if varied[found[0]]["type"] == "private"]
    counts = {"aggs": {"a": {"terms": {"field": "type"}}}}
    answer = ask(query, post_filter={"term": {"type": "private"}}, size=30, **counts)
    assert ([(hit.object_id, hit.score) for hit in answer.hits], answer.total) == (private[:30], len(private))
    assert sum(bucket["doc_count"] for bucket in answer.aggregations["a"]["buckets"]) == len(expected)
    assert ask(query, size=30, **counts).total == len(expected)


def any_of(clauses):
    return {"bool": {"should": clauses, "minimum_should_match": 1}}


def constant_of(values, weight):
    field = "type" if values == ["private"] else "countries"
    return {"constant_score": {"filter": {"terms": {field: values}}, "boost": weight}}
