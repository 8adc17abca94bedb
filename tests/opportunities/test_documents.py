"""What of the board is searchable, and when it is made again."""

import pytest

from profiles.services import set_organization_hidden
from search.queries import SearchRequest, search
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import make_organization
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db


def found(index: SearchIndex, text: str) -> list[int]:
    return index.ids(search(SearchRequest(kind="opportunity", viewer_audiences=("public",), text=text)))


def test_a_post_is_found_by_the_name_that_its_organization_has_now(search_index: SearchIndex) -> None:
    organization = make_organization("Walnut Club")
    post = make_opportunity(organization=organization)
    search_index.drain()
    assert (found(search_index, "walnut"), found(search_index, "orchard")) == ([post.pk], [])

    organization.name = "Orchard Club"
    organization.save()
    search_index.drain()
    assert (found(search_index, "walnut"), found(search_index, "orchard")) == ([], [post.pk])


def test_what_a_hidden_organization_posted_leaves_the_index(search_index: SearchIndex) -> None:
    organization = make_organization("Walnut Club")
    post = make_opportunity(organization=organization)
    search_index.drain()

    set_organization_hidden(organization=organization, is_hidden=True)
    search_index.drain()
    assert found(search_index, "walnut") == []

    set_organization_hidden(organization=organization, is_hidden=False)
    search_index.drain()
    assert found(search_index, "walnut") == [post.pk]
