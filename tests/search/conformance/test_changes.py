"""Updating and deleting: all documents of an object are replaced together, and seen at once."""

import pytest

from search.engines.base import State
from tests.search.conformance.conftest import put_views
from tests.search.documents import KIND


def test_an_update_replaces_every_view(engine, ids):
    put_views(
        engine,
        1,
        {"object_id": 1, "audience": ["public"], "name": ["Old"]},
        {"object_id": 1, "audience": ["members"], "name": ["Old"]},
    )
    put_views(engine, 1, {"object_id": 1, "audience": ["public"], "name": ["New"]})
    assert ids({"match": {"name": "old"}}) == []
    assert ids({"match": {"name": "new"}}) == [1]


def test_an_object_without_documents_leaves_the_index(engine, put, ids, ask):
    put(1)
    put(2)
    put_views(engine, 1)
    assert ids() == [2]
    assert ask().total == 1


def test_a_refused_document_does_not_hold_up_others_and_leaves_the_old(engine, put, ids):
    put(1, people=1)
    document = {"object_id": 2, "audience": ["public"]}
    with engine.lock(KIND):
        outcome = engine.apply(KIND, {1: [{"object_id": 1, "audience": ["public"], "people": "many"}], 2: [document]})
    assert (set(outcome.refused), outcome.postponed) == ({1}, {})
    assert sorted(ids()) == [1, 2]
    assert ids({"term": {"people": 1}}) == [1]


def test_an_index_that_was_never_made_is_empty(engine, look):
    page = look("anything", facets=("type",))
    assert (page.hits, page.total, page.facets["type"].values) == ((), 0, ())
    assert engine.status(KIND).state == State.MISSING


def test_documents_are_given_back_by_ranges_of_ids(engine, put):
    for object_id in (1, 2, 3, 7):
        put(object_id)
    assert set(engine.documents(KIND, 0, 2)) == {"1-public", "2-public"}
    assert set(engine.documents(KIND, 2, None)) == {"3-public", "7-public"}
    assert engine.documents(KIND, 7, None) == {}


def test_a_new_index_serves_from_its_swap_on(engine, put, ids):
    put(1)
    with engine.building(KIND) as builder:
        builder.add([{"object_id": 2, "audience": ["public"]}, {"object_id": 3, "audience": ["public"]}])
        builder.apply({3: [], 4: [{"object_id": 4, "audience": ["public"]}]})
        assert ids() == [1]
        with engine.lock(KIND):
            builder.swap()
        assert sorted(ids()) == [2, 4]
    assert sorted(ids()) == [2, 4]
    assert engine.status(KIND).state == State.READY
    assert engine.status(KIND).documents == 2


def test_a_new_index_that_fails_is_thrown_away(engine, put, ids):
    put(1)
    with pytest.raises(RuntimeError), engine.building(KIND) as builder:
        builder.add([{"object_id": 2, "audience": ["public"]}])
        raise RuntimeError("killed")
    assert ids() == [1]


def test_a_refused_document_does_not_hold_up_others_while_a_new_index_is_filled(engine, ids):
    with engine.building(KIND) as builder:
        builder.ticket = 5
        documents = [{"object_id": pk, "audience": ["public"], "people": pk} for pk in range(1, 7)]
        documents[2]["people"] = "many"
        builder.add(documents)
        builder.swap()
        assert set(builder.refused) == {3}
    assert sorted(ids()) == [1, 2, 4, 5, 6]
