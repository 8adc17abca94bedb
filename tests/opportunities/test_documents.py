"""What of the board is searchable, and when it is made again."""

import pytest

from profiles.services import set_organization_hidden
from search.queries import SearchRequest, search
from taxonomy.models import Place
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


def test_a_post_is_found_by_the_name_that_its_city_has_now(search_index: SearchIndex) -> None:
    osh = Place.objects.get(name="Osh", country="KG")
    post = make_opportunity(organization=make_organization(), places=[osh])
    search_index.drain()
    osh.name = "Walnutville"
    osh.save()
    search_index.drain()
    assert found(search_index, "walnutville") == [post.pk]


@pytest.mark.parametrize(("tagged", "typed"), [("welding", "сварка"), ("сварка", "welding"), ("soudage", "сварка")])
@pytest.mark.parametrize("field", ["expertise", "useful"])
def test_a_post_is_found_by_what_it_asks_for_in_any_language(
    tagged: str, typed: str, field: str, search_index: SearchIndex
) -> None:
    post = make_opportunity(organization=make_organization(), **{field: [tagged]})
    make_opportunity(organization=make_organization(), **{field: ["accounting"]})
    search_index.drain()
    assert found(search_index, typed) == [post.pk]


def test_what_has_the_words_comes_before_what_means_the_same(search_index: SearchIndex) -> None:
    said = make_opportunity(organization=make_organization(), title="Welding for beginners")
    meant = make_opportunity(organization=make_organization(), expertise=["сварка"])
    search_index.drain()
    assert found(search_index, "welding") == [said.pk, meant.pk]


def test_more_words_than_a_concept_must_all_be_there(search_index: SearchIndex) -> None:
    make_opportunity(organization=make_organization(), expertise=["сварка"])
    search_index.drain()
    assert found(search_index, "welding of boats") == []
