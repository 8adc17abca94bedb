"""search/queries.py: what a request becomes.  What it finds is in conformance/."""

from search.queries import SearchRequest, search
from tests.search.documents import KIND


def test_what_is_saved_is_found_in_several_scripts_and_languages(make, names):
    make("Ысык-Көл", "Water engineers in the valley")
    make("Omurbekova", "Irrigation, бухгалтерский учёт")
    assert names("Issyk-Kul") == ["Ысык-Көл"]
    assert names("бухгалтер") == ["Omurbekova"]
    assert names("irigation") == ["Omurbekova"]
    assert names() == ["Omurbekova", "Ысык-Көл"]


def test_a_request_is_an_elasticsearch_query(tested):
    request = SearchRequest(KIND, ("members", "group-3"), filters={"type": ("academia",)}, page=3, size=10)
    found = request.to_dsl().to_dict()
    assert found == {
        "query": {
            "bool": {
                "filter": [{"terms": {"audience": ["members", "group-3"]}}, {"terms": {"type": ["academia"]}}],
                "must_not": [{"terms": {"unless": ["members", "group-3"]}}],
            }
        },
        "from": 20,
        "size": 10,
        "sort": [{"newest": "desc"}, {"object_id": "asc"}],
    }


def test_the_first_words_of_a_long_text_are_asked_for(tested):
    body = SearchRequest(KIND, ("public",), text=" ".join(f"word{i}" for i in range(100))).to_dict()
    assert len(body["query"]["bool"]["must"]) == 32


def test_a_text_without_words_finds_nothing_and_an_empty_one_everything(make, search_index):
    make()
    search_index.drain()
    assert search(SearchRequest(KIND, ("public",), text="…!")).total == 0
    assert search(SearchRequest(KIND, ("public",), text="")).total == 1
