"""Feeds of the library as feed readers take them: feedparser reads every one without a word."""

from datetime import timedelta
from typing import Any
from unittest import mock

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles import reviewing
from resources.models import Resource
from search.engines.base import EngineError
from tests.profiles.factories import make_organization
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex

FEEDS = ("/learn/feed.atom", "/learn/feed.rss")
pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("address", FEEDS)]


def read(client: Client, address: str) -> Any:
    """What a reader makes of a feed; it complains of nothing."""
    response = client.get(address)
    assert response.status_code == 200
    feed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert feed.bozo == 0, feed.get("bozo_exception")
    return feed


def titles(client: Client, address: str) -> list[str]:
    return [entry.title for entry in read(client, address).entries]


@pytest.fixture
def shelf() -> list[Resource]:
    ago = timezone.now() - timedelta(days=2)
    return [
        make_resource(title="Canals\x0b & wells", year=2020, sdgs=[6], topics=["irrigation"], authors=["Aida", "IOM"]),
        make_resource(title="Каналы", language="ru", year=2015, first_published_at=ago),
    ]


def test_has_what_is_published_newest_first_whoever_asks(
    address: str, shelf: list[Resource], contributor: Any, as_user: Any
) -> None:
    make_resource(title="Draft", live=False, contributor=contributor)
    for who in (None, contributor):
        assert titles(as_user(who), address) == ["Canals & wells", "Каналы"]


def test_says_all_that_a_reader_needs(address: str, shelf: list[Resource]) -> None:
    feed = read(Client(), address)
    assert (feed.feed.language, feed.feed.link) == ("en", "http://testserver/learn/")
    first = feed.entries[0]
    assert (first.link, first.id) == (f"http://testserver/learn/{shelf[0].slug}/", shelf[0].uuid.urn)
    assert (first.author, [tag.term for tag in first.tags]) == ("Aida, IOM", ["Report"])
    assert ("2020" in first.summary, "What it tells." in first.summary) == (True, True)
    assert "Отчёт" in read(Client(), f"{address}?lang=ru").entries[0].summary


def test_takes_the_filters_of_the_library(address: str, shelf: list[Resource], search_index: SearchIndex) -> None:
    search_index.drain()
    asked = {
        "from=2018": ["Canals & wells"],
        "to=2018": ["Каналы"],
        "sdgs=6": ["Canals & wells"],
        "q=каналы": ["Каналы"],
    }
    assert {query: titles(Client(), f"{address}?{query}") for query in asked} == asked
    assert read(Client(), f"{address}?lang=en&sdgs=6").feed.link == "http://testserver/learn/?sdgs=6"


def test_is_not_sent_again_until_it_changes(address: str, shelf: list[Resource], moderator: Any) -> None:
    browser = Client()
    first = browser.get(address)
    assert "public" in first["Cache-Control"]
    again = browser.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    since = browser.get(address, headers={"if-modified-since": first["Last-Modified"]})
    assert since.status_code == 304
    reviewing.withdraw(shelf[1], user=moderator)
    changed = browser.get(address, headers={"if-none-match": first["ETag"]})
    assert (changed.status_code, titles(browser, address)) == (200, ["Canals & wells"])


def test_comes_again_later_while_search_is_away(address: str, shelf: list[Resource]) -> None:
    with mock.patch("resources.feeds.search", side_effect=EngineError("away")):
        assert Client().get(f"{address}?q=canals").status_code == 503
        assert titles(Client(), address) == ["Canals & wells", "Каналы"]


def test_statements_do_not_grow(address: str, shelf: list[Resource]) -> None:
    counted = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            Client().get(address)
        counted.append(len(queries))
        for number in range(30):
            make_resource(organization=make_organization(f"Organization {number}"))
    assert counted[0] == counted[1]


def test_the_library_leads_to_it(address: str, shelf: list[Resource], search_index: SearchIndex) -> None:
    search_index.drain()
    page = Client().get("/learn/?sdgs=6&page=1").content.decode()
    assert page.count(f'href="{address}?sdgs=6&amp;lang=en"') == 2
