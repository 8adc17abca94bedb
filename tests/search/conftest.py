"""An index over organizations, and the people who search it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from profiles.models import Organization
from search import documents
from search.documents import DocumentClass
from search.queries import SearchRequest, search
from search.results import ResultPage
from tests.search.documents import KIND, TestedDocument
from tests.search.faults import front, outage  # noqa: F401 - fixtures
from tests.search.plugin import SearchIndex

Make = Callable[..., Organization]


@pytest.fixture
def tested() -> Iterator[DocumentClass]:
    """The document of these tests, the only one that is registered for as long as one runs."""
    others = [documents.document_for(kind) for kind in documents.kinds()]
    for other in others:
        documents.unregister(other)
    documents.register(TestedDocument)
    yield TestedDocument
    documents.unregister(TestedDocument)
    for other in others:
        documents.register(other)


@pytest.fixture
def make(db: None, tested: DocumentClass) -> Make:
    """Saves an organization; each is a minute younger than the one before."""
    made = 0

    def make_one(name: str = "Somebody", description: str = "", **values: Any) -> Organization:
        nonlocal made
        made += 1
        values = {"slug": f"o-{made}", "type": "association", "level": "national", "countries": [], **values}
        one = Organization.objects.create(name=name, description=description, **values)
        created = values.get("created", datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=made))
        Organization.objects.filter(pk=one.pk).update(created=created)
        return one

    return make_one


@pytest.fixture
def find(search_index: SearchIndex) -> Callable[..., ResultPage]:
    """Searches as the public unless told otherwise, with an index that is up to date."""

    def find_some(text: str = "", **values: Any) -> ResultPage:
        search_index.drain()
        return search(SearchRequest(**{"kind": KIND, "viewer_audiences": ("public",), "text": text, **values}))

    return find_some


@pytest.fixture
def names(find: Callable[..., ResultPage]) -> Callable[..., list[str]]:
    """The names of what is found, in order."""

    def names_of(text: str = "", **values: Any) -> list[str]:
        return [hit.fields["name"][0] for hit in find(text, **values).hits]

    return names_of
