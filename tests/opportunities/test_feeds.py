"""Feeds as feed readers take them: feedparser reads every one without a word."""

from datetime import timedelta
from typing import Any
from unittest import mock

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date

from opportunities.models import Opportunity
from opportunities.services import withdraw_opportunity
from profiles.models import Organization
from search.engines.base import EngineError
from tests.opportunities.factories import make_opportunity
from tests.search.plugin import SearchIndex

FEEDS = ("/contribute/feed.atom", "/contribute/feed.rss")


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
def three(verified: Organization, unverified: Organization) -> list[Opportunity]:
    now = timezone.now()
    return [
        make_opportunity(organization=verified, title="Welder", expertise=["welding"], places=[("Osh", "KG")]),
        make_opportunity(organization=unverified, title="Nurse", first_published_at=now - timedelta(days=2)),
        make_opportunity(
            organization=verified, title="Teacher", first_published_at=now - timedelta(days=3), closes=None
        ),
    ]


@pytest.mark.parametrize("address", FEEDS)
class TestTheBoard:
    def test_has_what_is_open_and_public_newest_first(
        self, address: str, three: list[Opportunity], verified: Organization, client: Client
    ) -> None:
        make_opportunity(organization=verified, title="Closed", closes=timezone.now() - timedelta(minutes=1))
        make_opportunity(organization=verified, title="Not open yet", opens=timezone.now() + timedelta(days=1))
        make_opportunity(organization=verified, title="A draft", live=False)
        assert titles(client, address) == ["Welder", "Nurse", "Teacher"]

    def test_is_the_same_for_those_who_see_more(
        self, address: str, three: list[Opportunity], verified: Organization, author: Any, as_user: Any
    ) -> None:
        make_opportunity(organization=verified, title="A draft", live=False)
        assert titles(as_user(author), address) == ["Welder", "Nurse", "Teacher"]

    def test_says_all_that_a_reader_needs(self, address: str, three: list[Opportunity], client: Client) -> None:
        feed = read(client, address)
        assert feed.feed.language == "en"
        assert feed.feed.link == "http://testserver/contribute/"
        first = feed.entries[0]
        link = f"http://testserver/contribute/{three[0].slug}/"
        assert (first.link, first.id, first.author) == (link, link, "Osh Water Users")
        assert [tag.term for tag in first.tags] == ["Vacancy"]
        assert "Osh, Kyrgyzstan" in first.summary
        assert "What you will do." in first.summary
        assert "Closes on" in first.summary
        assert first.published_parsed[:5] == three[0].first_published_at.utctimetuple()[:5]  # type: ignore[union-attr]

    def test_takes_the_filters_of_the_board(
        self, address: str, three: list[Opportunity], search_index: SearchIndex, client: Client
    ) -> None:
        search_index.drain()
        assert titles(client, f"{address}?country=KG") == ["Welder"]
        assert titles(client, f"{address}?q=nurse") == ["Nurse"]
        assert titles(client, f"{address}?q=nothing-like-it") == []

    def test_speaks_the_language_that_is_asked_for(
        self, address: str, three: list[Opportunity], client: Client
    ) -> None:
        feed = read(client, f"{address}?lang=ru")
        assert (feed.feed.language, feed.entries[0].tags[0].term) == ("ru", "Вакансия")
        assert read(client, f"{address}?lang=xx").feed.language == "en"
        client.cookies["django_language"] = "fr"
        assert read(client, address).feed.language == "en"

    def test_is_not_sent_twice(self, address: str, three: list[Opportunity], client: Client) -> None:
        response = client.get(address)
        assert response["Cache-Control"] == "public, max-age=900"
        assert "Cookie" not in response["Vary"]
        by_tag = client.get(address, headers={"If-None-Match": response["ETag"]})
        by_date = client.get(address, headers={"If-Modified-Since": response["Last-Modified"]})
        assert (by_tag.status_code, by_date.status_code, by_tag.content) == (304, 304, b"")

    def test_is_sent_again_when_a_post_closes_or_is_withdrawn(
        self, address: str, three: list[Opportunity], author: Any, client: Client
    ) -> None:
        seen = [client.get(address)]
        Opportunity.objects.filter(pk=three[0].pk).update(closes=timezone.now() - timedelta(minutes=1))
        for last in (three[1], None):
            response = client.get(
                address, headers={"If-None-Match": seen[-1]["ETag"], "If-Modified-Since": seen[-1]["Last-Modified"]}
            )
            assert response.status_code == 200
            assert client.get(address, headers={"If-Modified-Since": seen[-1]["Last-Modified"]}).status_code == 200
            seen.append(response)
            if last:
                withdraw_opportunity(opportunity=last, author=author)
        assert titles(client, address) == ["Teacher"]

    def test_waits_when_the_search_it_needs_is_away(
        self, address: str, three: list[Opportunity], client: Client
    ) -> None:
        with mock.patch("opportunities.syndication.search", side_effect=EngineError("away")):
            response = client.get(f"{address}?q=nurse")
            assert (response.status_code, response["Retry-After"]) == (503, "300")
            assert titles(client, address) == ["Welder", "Nurse", "Teacher"]

    def test_takes_as_many_statements_for_thirty_as_for_one(
        self, address: str, verified: Organization, client: Client
    ) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            return len(captured)

        make_opportunity(organization=verified, expertise=["welding"], places=[("Osh", "KG")])
        used = count()
        for _number in range(29):
            make_opportunity(organization=verified, expertise=["welding"], places=[("Osh", "KG")])
        assert (count(), used <= 6) == (used, True)

    def test_holds_fifty(self, address: str, verified: Organization, client: Client) -> None:
        for _number in range(52):
            make_opportunity(organization=verified)
        assert len(read(client, address).entries) == 50

    def test_survives_any_words(self, address: str, verified: Organization, client: Client) -> None:
        title = "<script>alert(1)</script> \x01\x0b\uffff & «كتاب» 😀"
        make_opportunity(organization=verified, title=title, description="]]> <b>bold</b> \x02 & \u202e")
        entry = read(client, address).entries[0]
        assert entry.title == "<script>alert(1)</script>  & «كتاب» 😀"
        assert "&lt;b&gt;bold&lt;/b&gt;" in entry.summary
        for hostile in ("q=%00", "q=" + "a" * 10_000, "country=%22", "page=99999999999", "lang=%00", "closed=1"):
            assert client.get(f"{address}?{hostile}").status_code in (200, 304)

    def test_with_nothing_in_it_is_valid_too(self, address: str, db: None, client: Client) -> None:
        assert titles(client, address) == []

    def test_is_only_read(self, address: str, db: None, client: Client) -> None:
        assert client.post(address).status_code == 405


@pytest.mark.parametrize("format", ["atom", "rss"])
def test_an_organizations_feed(
    format: str, three: list[Opportunity], verified: Organization, author: Any, as_user: Any, client: Client
) -> None:
    address = f"/connect/organizations/{verified.slug}/feed.{format}"
    assert titles(client, address) == ["Welder", "Teacher"]
    assert read(client, address).feed.title == "Osh Water Users"
    Organization.objects.update(is_hidden=True)
    assert [browser.get(address).status_code for browser in (client, as_user(author))] == [404, 404]
    assert client.get("/connect/organizations/none/feed.atom").status_code == 404


def test_pages_tell_readers_where_their_feed_is(
    three: list[Opportunity], verified: Organization, search_index: SearchIndex, client: Client
) -> None:
    search_index.drain()
    board = client.get("/contribute/?country=KG&page=1&sort=closing").content.decode()
    assert (
        '<link rel="alternate" type="application/atom+xml" title="Open opportunities" '
        'href="/contribute/feed.atom?country=KG&amp;lang=en">'
    ) in board
    page = client.get(verified.get_absolute_url()).content.decode()
    assert (
        f'type="application/atom+xml" title="Osh Water Users" href="/connect/organizations/{verified.slug}/feed.atom?lang=en"'
        in page
    )


def test_a_reader_with_an_old_date_gets_it_whole(three: list[Opportunity], client: Client) -> None:
    client.get(FEEDS[0])
    an_hour_ago = http_date((timezone.now() - timedelta(hours=1)).timestamp())
    assert client.get(FEEDS[0], headers={"If-Modified-Since": an_hour_ago}).status_code == 200
