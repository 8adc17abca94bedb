"""The lists of people and organizations."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from profiles.models import Organization, Profile
from tests.profiles.factories import make_member, make_organization

BrowserOf = Callable[[Any], Client]


def names(response: Any) -> list[str]:
    return [item.name for item in response.context.get("people", response.context["listing"].objects)]


@pytest.fixture
def village(db: None, search_index: Any) -> dict[str, Profile]:
    """An accountant in Osh, one in Bishkek, a teacher in Osh."""
    people = {
        "Aida": make_member(name="Aida", city="Osh", country="KG", expertise=["accounting"], languages=["ru"]),
        "Bakyt": make_member(
            name="Bakyt",
            city="Bishkek",
            country="KG",
            expertise=["accounting"],
            languages=["ky"],
            open_to=["mentoring"],
        ),
        "Cholpon": make_member(
            name="Cholpon", city="Berlin", country="DE", expertise=["irrigation"], audiences={"profile": "public"}
        ),
    }
    search_index.drain()
    return people


def test_members_find_members_and_visitors_those_who_show_themselves(
    village: Any, stranger: Profile, browser_of: BrowserOf, search_index: Any
) -> None:
    search_index.drain()
    assert names(browser_of(stranger).get("/connect/")) == ["Pierre Martin", "Cholpon", "Bakyt", "Aida"]
    assert names(browser_of(None).get("/connect/")) == ["Cholpon"]


def test_a_search_finds_by_skill_city_and_name(village: Any, stranger: Profile, browser_of: BrowserOf) -> None:
    client = browser_of(stranger)
    assert sorted(names(client.get("/connect/", {"q": "accounting"}))) == ["Aida", "Bakyt"]
    assert names(client.get("/connect/", {"q": "Ош"})) == ["Aida"]
    assert names(client.get("/connect/", {"q": "cholpo"})) == ["Cholpon"]


def test_filters_narrow_and_stand_above_the_list_with_the_way_back(
    village: Any, stranger: Profile, browser_of: BrowserOf
) -> None:
    listing = (
        browser_of(stranger).get("/connect/?expertise=accounting&languages=ky&sort=newest&page=1").context["listing"]
    )
    assert [profile.name for profile in listing.objects] == ["Bakyt"]
    assert [(choice.label, choice.url) for choice in listing.chosen] == [
        ("accounting", "?languages=ky&sort=newest"),
        ("Kyrgyz", "?expertise=accounting&sort=newest"),
    ]


def test_facets_count_and_are_called_in_words(village: Any, stranger: Profile, browser_of: BrowserOf) -> None:
    facets = {
        facet.field: facet for facet in browser_of(stranger).get("/connect/?country=KG").context["listing"].filters
    }
    assert [(v.label, v.count, v.chosen) for v in facets["country"].values] == [
        ("Kyrgyzstan", 2, True),
        ("Germany", 1, False),
    ]
    assert [(v.label, v.count) for v in facets["expertise"].values] == [("finance", 2), ("accounting", 2)]
    assert [(v.label, v.count) for v in facets["open_to"].values] == [("Mentoring", 1)]


def test_an_empty_list_says_what_leaving_one_thing_out_would_find(
    village: Any, stranger: Profile, browser_of: BrowserOf
) -> None:
    response = browser_of(stranger).get("/connect/?q=accounting&country=DE&languages=ky")
    listing = response.context["listing"]
    assert (listing.page.total, listing.relaxations) == (0, listing.relaxations)
    assert [(choice.label, choice.count) for choice in listing.relaxations] == [("Germany", 1)]
    assert "without Germany: 1" in response.content.decode()


HOSTILE = [
    '"',
    "\x00",
    "a" * 10_000,
    "OR AND NOT",
    "*:*",
    "(((",
    "\\",
    "name:Aida",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_stands_in_the_address_there_is_an_answer(
    village: Any, stranger: Profile, browser_of: BrowserOf, text: str
) -> None:
    client = browser_of(stranger)
    for path in ("/connect/", "/connect/organizations/"):
        for field in ("q", "expertise", "country", "languages", "open_to", "sort", "page", "type", "verified"):
            assert (field, client.get(path, {field: text}).status_code) == (field, 200)


@pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999", "2", "x", "٣", "²"])
def test_a_page_that_is_not_there_is_the_nearest_one(
    village: Any, stranger: Profile, browser_of: BrowserOf, page: str
) -> None:
    response = browser_of(stranger).get(f"/connect/?page={quote(page)}")
    assert response.status_code == 200
    assert len(names(response)) == 3


def test_organizations_are_found_by_type_level_country_and_verification(
    stranger: Profile, browser_of: BrowserOf, search_index: Any
) -> None:
    make_organization("Osh Water Users", verified=True, description="Canals and pumps")
    make_organization("Ala-Too Federation", type="confederation", level="international", countries=["DE"])
    search_index.drain()
    client = browser_of(None)
    assert names(client.get("/connect/organizations/")) == ["Ala-Too Federation", "Osh Water Users"]
    assert names(client.get("/connect/organizations/?verified=true")) == ["Osh Water Users"]
    assert names(client.get("/connect/organizations/?verified=nonsense")) == ["Ala-Too Federation", "Osh Water Users"]
    assert names(client.get("/connect/organizations/?q=pumps")) == ["Osh Water Users"]
    assert names(client.get("/connect/organizations/?type=confederation&level=international&countries=DE")) == [
        "Ala-Too Federation"
    ]


def test_what_a_moderator_hides_is_not_listed(
    village: dict[str, Profile], stranger: Profile, browser_of: BrowserOf, search_index: Any
) -> None:
    organization = make_organization("Osh Water Users")
    Profile.objects.filter(pk=village["Aida"].pk).update(is_hidden=True)  # not even before the index knows
    Organization.objects.filter(pk=organization.pk).update(is_hidden=True)
    client = browser_of(stranger)
    assert "Aida" not in names(client.get("/connect/"))
    assert names(client.get("/connect/organizations/")) == []


@pytest.mark.parametrize("path", ["/connect/", "/connect/organizations/"])
def test_twenty_cards_need_as_many_queries_as_one(
    stranger: Profile, browser_of: BrowserOf, search_index: Any, path: str
) -> None:
    client = browser_of(stranger)

    def count() -> int:
        search_index.drain()
        client.get(path)  # caches of a process are warm
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    make_member(city="Osh", country="KG", expertise=["accounting"], interests=["beekeeping"])
    make_organization()
    few = count()
    for _ in range(30):
        make_member(city="Osh", country="KG", expertise=["accounting"], interests=["beekeeping"])
        make_organization()
    assert count() == few
