"""When editors settle what a typed topic means, the resources that carry it are found by it: the very documents."""

from typing import Any

import pytest

from resources.services import save_draft
from search.engines import get_engine
from search.models import OutboxRow
from taxonomy.models import Concept, Term
from taxonomy.services import merge_term, promote_term, reject_term
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db
NEW = "yurt felting by hand"
TOPIC_FIELDS = ("skills", "topics", "near", "words")


def indexed() -> list[dict[str, Any]]:
    """What the index has of topics, document by document, in the order of titles."""
    body = {"query": {"match_all": {}}, "size": 100}
    found = sorted((hit.fields for hit in get_engine().search("resource", body).hits), key=lambda each: each["title"])
    return [{name: each[name] for name in TOPIC_FIELDS if name in each} for each in found]


def noted() -> set[tuple[str, int]]:
    return set(OutboxRow.objects.values_list("kind", "object_id"))


@pytest.fixture
def welding(db: None) -> Concept:
    return Concept.objects.get(key="welding")


def test_merged_into_a_concept(welding: Concept, search_index: SearchIndex) -> None:
    resource, other = make_resource(title="A", topics=[NEW]), make_resource(title="B", topics=["accounting"])
    make_resource(title="C", topics=[NEW], live=False)
    search_index.drain()
    before = indexed()
    assert (before[0]["skills"], "topics" in before[0], before[1]["topics"]) == ([NEW], False, ["accounting"])
    merge_term(term=Term.objects.get(name=NEW), concept=welding, language="en")
    assert ("resource", other.pk) not in noted()
    assert ("resource", resource.pk) in noted()
    search_index.drain()
    as_welding = make_resource(title="D", topics=["welding"])
    search_index.drain()
    settled, untouched, typed = indexed()
    assert settled == {**typed, "skills": [NEW]}
    assert (typed["topics"], untouched) == (["welding"], before[1])
    assert as_welding.pk


def test_promoted_to_a_concept(welding: Concept, search_index: SearchIndex) -> None:
    make_resource(title="A", topics=[NEW])
    search_index.drain()
    labels = {"en": [NEW], "ru": ["валяние юрт"]}
    promote_term(term=Term.objects.get(name=NEW), key="yurt-felting", parent=welding.parent, labels=labels)
    search_index.drain()
    make_resource(title="B", topics=["валяние юрт"])
    search_index.drain()
    promoted, typed = indexed()
    assert promoted["topics"] == ["yurt-felting"]
    assert promoted == {**typed, "skills": [NEW]}


def test_rejected(search_index: SearchIndex) -> None:
    make_resource(title="A", topics=[NEW])
    search_index.drain()
    reject_term(term=Term.objects.get(name=NEW))
    search_index.drain()
    [document] = indexed()
    assert (document["skills"], "topics" in document) == ([NEW], False)


def test_a_draft_is_found_by_it_once_it_is_published(
    welding: Concept, contributor: Any, search_index: SearchIndex
) -> None:
    resource = make_resource(title="A", topics=["accounting"])
    save_draft(resource=resource, contributor=contributor, topics=[NEW])
    merge_term(term=Term.objects.get(name=NEW), concept=welding, language="en")
    search_index.drain()
    assert [each["topics"] for each in indexed()] == [["accounting"]]
    resource.get_latest_revision().publish()
    search_index.drain()
    assert [each["topics"] for each in indexed()] == [["welding"]]
