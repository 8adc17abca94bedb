"""What may repeat a published resource is noticed, by whom it is of use, and never stands in the way."""

from typing import Any

import pytest

from resources.duplicates import twins_of
from resources.models import Resource
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db


def test_by_identifier_address_or_title(search_index: SearchIndex) -> None:
    known = {
        "the same DOI": make_resource(title="A", doi="10.1000/1"),
        "the same ISBN": make_resource(title="B", isbn="9783161484100"),
        "the same address": make_resource(title="C", url="https://example.org/c"),
        "nearly the same title": make_resource(title="Sénding money home: a guide", language="fr"),
    }
    make_resource(title="Sending money home: a guide", live=False)
    make_resource(title="Money")
    search_index.drain()
    draft = make_resource(
        title="Sending Money Home – the guide", live=False, doi="10.1000/1", isbn="9783161484100",
        url="https://example.org/c",
    )  # fmt: skip
    assert {why: resource for resource, why in twins_of(draft)} == known
    assert twins_of(make_resource(title="", url="", live=False)) == []


def test_a_contributor_and_an_editor_are_told_and_it_is_sent_all_the_same(
    contributor: Any, moderator: Any, as_user: Any, search_index: SearchIndex
) -> None:
    make_resource(title="Prices of remittances")
    search_index.drain()
    client = as_user(contributor)
    facts = {"type": "report", "url": "https://e.org/x", "summary": "S", "language": "en"}
    client.post("/learn/contribute/", {"title": "Price of remittances", **facts})
    page = client.get("/learn/price-of-remittances/check/").content.decode()
    assert [words in page for words in ("Prices of remittances", "nearly the same title")] == [True, True]
    assert client.post("/learn/price-of-remittances/check/").status_code == 302
    waiting = Resource.objects.get(slug="price-of-remittances")
    desk = as_user(moderator).get(f"/admin/snippets/resources/resource/edit/{waiting.pk}/").content.decode()
    assert "Something like it is here already:" in desk
