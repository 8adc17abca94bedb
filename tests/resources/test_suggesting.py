"""What else there is to read, and why: beside a resource, and in the library for what one can do."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from resources.models import Resource
from resources.reading_services import keep
from tests.profiles.factories import make_member
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(search_index: SearchIndex) -> Resource:
    """What is being read, with others around it."""
    read = make_resource(title="Read now", topics=["irrigation", "welding"], countries=["KG"], slug="read-now")
    make_resource(title="Its translation", topics=["irrigation"], language="ru", work=read.uuid)
    make_resource(title="Another country", topics=["irrigation"])
    make_resource(title="Same country", topics=["irrigation"], countries=["KG"])
    make_resource(title="Draft", topics=["irrigation"], live=False)
    make_resource(title="Accounts", topics=["accounting"], countries=["KG"])
    search_index.drain()
    return read


def similar(browser: Client, path: str = "/learn/read-now/") -> list[tuple[str, list[str]]]:
    found = browser.get(path).context["similar"]
    return [(each.resource.title, [reason.text for reason in each.reasons]) for each in found]


def test_similar_ones_are_about_the_same_and_say_so(read: Resource) -> None:
    assert similar(Client()) == [
        ("Same country", ["It is about irrigation too"]),
        ("Another country", ["It is about irrigation too"]),
    ]
    with translation.override("ru"):
        page = Client().get("/learn/read-now/", headers={"accept-language": "ru"}).content.decode()
    assert "Тоже на тему: орошение" in page


def test_what_is_near_is_similar_too(search_index: SearchIndex) -> None:
    make_resource(title="Arcs", topics=["arc welding"], slug="arcs")
    make_resource(title="Gas", topics=["gas welding and cutting"])
    make_resource(title="Pipes", topics=["pipefitting"])  # of the same field of work: that is too wide
    search_index.drain()
    assert similar(Client(), "/learn/arcs/") == [("Gas", ["Close to it: welding and metalwork"])]


def test_without_topics_nothing_is_similar(search_index: SearchIndex) -> None:
    make_resource(slug="alone", countries=["KG"])
    make_resource(countries=["KG"])
    search_index.drain()
    assert similar(Client(), "/learn/alone/") == []


def test_the_library_has_what_fits_ones_expertise(read: Resource, as_user: Any, search_index: SearchIndex) -> None:
    engineer = make_member("engineer@example.org", expertise=["irrigation"], roots=["KG"], roots_consent=True).user
    own = make_resource(title="Own", topics=["irrigation"], contributor=engineer)
    search_index.drain()
    browser = as_user(engineer)

    def fitting(query: str = "") -> list[str]:
        found = browser.get(f"/learn/{query}").context.get("fitting") or []
        assert all(each.reasons and each.reasons[0].text.startswith("You list") for each in found)
        return sorted(each.resource.title for each in found)

    assert len(fitting()) == 3
    assert own.title not in fitting()
    assert "Accounts" not in fitting()  # being about their country is not enough
    for title in fitting():
        keep(user=engineer, resource=Resource.objects.get(title=title), note="")
    assert len(fitting()) == 1
    # Who looks for something is not led elsewhere; visitors and those without expertise have nothing.
    assert [fitting("?q=canals"), fitting("?sdgs=6")] == [[], []]
    assert Client().get("/learn/").context["fitting"] == []
    assert as_user(make_member("new@example.org").user).get("/learn/").context["fitting"] == []


def test_the_page_takes_as_many_statements_with_thirty(
    read: Resource, as_user: Any, search_index: SearchIndex, django_assert_max_num_queries: Any
) -> None:
    browser = as_user(make_member("engineer@example.org", expertise=["irrigation"]).user)
    taken = []
    for _round in range(2):
        for path in ("/learn/", "/learn/read-now/"):
            browser.get(path)
            with django_assert_max_num_queries(60) as queries:
                browser.get(path)
            taken.append(len(queries))
        for number in range(30):
            make_resource(title=f"More {number}", topics=["irrigation", "welding"], countries=["KG"])
        search_index.drain()
    assert taken[:2] == taken[2:]
