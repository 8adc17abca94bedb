"""Calendars as calendar programs take them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar, Event

from opportunities.models import CalendarLink, Opportunity
from opportunities.services import make_choice, withdraw_opportunity
from profiles.models import Organization, Profile
from tests.opportunities.factories import make_opportunity
from tests.search.plugin import SearchIndex

BOARD = "/contribute/calendar.ics"
NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 7, 5, 12, 0, tzinfo=UTC)


def read(client: Client, address: str = BOARD) -> list[Event]:
    """The events of a calendar that holds to RFC 5545 in what clients stumble over."""
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    lines = response.content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines), max(lines, key=len)
    assert b"\n" not in b"".join(lines)
    calendar = Calendar.from_ical(response.content)
    assert (calendar["version"], calendar["method"], calendar.errors) == ("2.0", "PUBLISH", [])
    events = list(calendar.walk("VEVENT"))
    assert [event.errors for event in events if event.errors] == []
    assert len({event["uid"] for event in events}) == len(events)
    return events


def summaries(client: Client, address: str = BOARD) -> set[str]:
    return {str(event["summary"]) for event in read(client, address)}


@pytest.fixture
def concert(verified: Organization) -> Opportunity:
    return make_opportunity(
        organization=verified, kind="event", title="Concert", zone="Europe/Berlin", closes=None,
        details={"starts": "2026-08-01T19:30", "ends": "2026-08-01T22:00", "venue": "Town hall"},
        places=[("Berlin", "DE")],
    )  # fmt: skip


class TestTheBoard:
    @pytest.fixture(autouse=True)
    def _in_june(self) -> Iterator[None]:
        with time_machine.travel(NOW, tick=False):
            yield

    def test_a_deadline_is_the_quarter_of_an_hour_before_it(self, verified: Organization, client: Client) -> None:
        post = make_opportunity(organization=verified, title="Welder", closes=CLOSES, zone="Asia/Bishkek")
        (event,) = read(client)
        assert str(event["summary"]) == "Closes: Welder"
        assert (event["dtstart"].dt, event["dtend"].dt) == (CLOSES - timedelta(minutes=15), CLOSES)
        assert (event["status"], event["transp"]) == ("CONFIRMED", "TRANSPARENT")
        assert str(event["url"]).endswith(f"/contribute/{post.slug}/")
        assert b"DTEND:20260705T120000Z" in client.get(BOARD).content

    def test_an_event_keeps_the_clock_of_its_place(self, concert: Opportunity, client: Client) -> None:
        (event,) = read(client)
        body = client.get(BOARD).content
        assert b"DTSTART;TZID=Europe/Berlin:20260801T193000" in body
        assert body.count(b"BEGIN:VTIMEZONE") == 1
        assert event["dtend"].dt == datetime(2026, 8, 1, 22, tzinfo=ZoneInfo("Europe/Berlin"))
        assert str(event["location"]) == "Town hall, Berlin, Germany"

    def test_an_event_to_register_for_is_noted_twice(self, concert: Opportunity, client: Client) -> None:
        Opportunity.objects.update(closes=CLOSES)
        assert summaries(client) == {"Concert", "Closes: Concert"}

    def test_holds_what_closed_lately_too(self, verified: Organization, client: Client) -> None:
        make_opportunity(organization=verified, title="Last week", closes=NOW - timedelta(days=7))
        make_opportunity(organization=verified, title="Long ago", closes=NOW - timedelta(days=40))
        make_opportunity(organization=verified, title="Open-ended", closes=None)
        make_opportunity(organization=verified, title="A draft", live=False)
        assert summaries(client) == {"Closes: Last week"}

    def test_says_how_often_to_ask_and_what_it_is_called(self, db: None, client: Client) -> None:
        body = client.get(BOARD).content.decode()
        assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in body
        assert "X-WR-CALNAME:Contribute · iDiaspora" in body

    def test_takes_the_filters_of_the_board(
        self, verified: Organization, search_index: SearchIndex, client: Client
    ) -> None:
        make_opportunity(organization=verified, title="Welder", places=[("Osh", "KG")])
        make_opportunity(organization=verified, title="Nurse", places=[("Berlin", "DE")])
        search_index.drain()
        assert summaries(client, f"{BOARD}?country=KG") == {"Closes: Welder"}

    def test_what_is_withdrawn_is_cancelled_under_the_same_name(
        self, verified: Organization, author: Any, client: Client
    ) -> None:
        post = make_opportunity(organization=verified, title="Secret from now on", closes=CLOSES)
        (before,) = read(client)
        with time_machine.travel(NOW + timedelta(hours=2), tick=False):
            withdraw_opportunity(opportunity=post, author=author)
            (after,) = read(client)
            assert b"Secret" not in client.get(BOARD).content
        assert (after["uid"], after["status"], after["dtend"].dt) == (before["uid"], "CANCELLED", CLOSES)
        assert int(after["sequence"]) > int(before["sequence"])
        # A filter can't tell whether it was in there.
        assert read(client, f"{BOARD}?country=KG") == []

    def test_a_change_counts(self, verified: Organization, client: Client) -> None:
        make_opportunity(organization=verified, closes=CLOSES)
        (before,) = read(client)
        Opportunity.objects.update(last_published_at=NOW + timedelta(hours=1), closes=CLOSES + timedelta(days=1))
        (after,) = read(client)
        assert (after["uid"], after["dtend"].dt) == (before["uid"], CLOSES + timedelta(days=1))
        assert int(after["sequence"]) - int(before["sequence"]) == 60
        assert after["last-modified"].dt == NOW + timedelta(hours=1)

    def test_long_and_odd_words_are_folded(self, verified: Organization, client: Client) -> None:
        make_opportunity(
            organization=verified, title="Ысык-Көл " * 20, description="a;b,c\\d\n" * 200 + "\x01 كتاب 😀" * 50
        )
        (event,) = read(client)
        assert str(event["summary"]) == "Closes: " + "Ысык-Көл " * 20
        assert "a;b,c\\d\na;b,c\\d" in str(event["description"])

    def test_thirty_take_as_many_statements_as_one(self, verified: Organization, client: Client) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as captured:
                client.get(BOARD)
            return len(captured)

        make_opportunity(organization=verified, places=[("Osh", "KG")])
        used = count()
        for _number in range(29):
            make_opportunity(organization=verified, places=[("Osh", "KG")])
        assert count() == used

    def test_is_not_sent_twice(self, verified: Organization, client: Client) -> None:
        make_opportunity(organization=verified)
        tag = client.get(BOARD)["ETag"]
        assert client.get(BOARD, headers={"If-None-Match": tag}).status_code == 304


class TestOnePost:
    def test_is_for_everybody_once_it_is_public(self, verified: Organization, author: Any, as_user: Any) -> None:
        public = make_opportunity(organization=verified, title="Welder")
        draft = make_opportunity(organization=verified, live=False)
        endless = make_opportunity(organization=verified, closes=None)
        for browser in (as_user(), as_user(author)):
            assert summaries(browser, f"/contribute/{public.slug}/calendar.ics") == {"Closes: Welder"}
            assert browser.get(f"/contribute/{draft.slug}/calendar.ics").status_code == 404
            assert browser.get(f"/contribute/{endless.slug}/calendar.ics").status_code == 404

    def test_its_page_leads_there(self, verified: Organization, client: Client) -> None:
        dated, endless = make_opportunity(organization=verified), make_opportunity(organization=verified, closes=None)
        pages = [client.get(post.get_absolute_url()).content.decode() for post in (dated, endless)]
        assert [
            f"/contribute/{post.slug}/calendar.ics" in page for post, page in zip((dated, endless), pages, strict=True)
        ] == [
            True,
            False,
        ]


class TestOnesOwn:
    @pytest.fixture
    def saved(self, verified: Organization, stranger: Any) -> Opportunity:
        post = make_opportunity(organization=verified, title="Welder")
        make_opportunity(organization=verified, title="Of no interest")
        make_choice(user=stranger, opportunity=post, decision="saved")
        return post

    @pytest.fixture
    def address(self, saved: Opportunity, stranger: Any, as_user: Any) -> str:
        assert as_user(stranger).post("/contribute/calendar/make/").url == "/contribute/saved/"
        return CalendarLink.objects.get(user=stranger).get_absolute_url()

    def test_holds_what_they_saved_without_a_log_in(self, address: str, client: Client) -> None:
        assert summaries(client, address) == {"Closes: Welder"}
        response = client.get(address)
        assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex")

    def test_its_owner_finds_it_on_their_list(self, address: str, stranger: Any, author: Any, as_user: Any) -> None:
        pages = [as_user(who).get("/contribute/saved/").content.decode() for who in (stranger, author)]
        assert [f"http://testserver{address}" in page for page in pages] == [True, False]

    def test_a_new_address_ends_the_old_one_and_taking_it_back_ends_both(
        self, address: str, stranger: Any, as_user: Any, client: Client
    ) -> None:
        as_user(stranger).post("/contribute/calendar/make/")
        newer = CalendarLink.objects.get(user=stranger).get_absolute_url()
        assert [client.get(each).status_code for each in (address, newer)] == [404, 200]
        as_user(stranger).post("/contribute/calendar/remove/")
        assert client.get(newer).status_code == 404

    def test_nobody_elses_is_touched(self, address: str, author: Any, as_user: Any, client: Client) -> None:
        as_user(author).post("/contribute/calendar/remove/")
        as_user().post("/contribute/calendar/remove/")
        assert client.get(address).status_code == 200
        assert as_user().post("/contribute/calendar/make/")["Location"].startswith("/accounts/login/")

    def test_what_was_withdrawn_is_off(self, address: str, saved: Opportunity, author: Any, client: Client) -> None:
        withdraw_opportunity(opportunity=saved, author=author)
        (event,) = read(client, address)
        assert (event["status"], str(event["summary"])) == ("CANCELLED", "Withdrawn")
        Organization.objects.update(is_hidden=True)
        assert len(read(client, address)) == 1

    def test_whoever_leaves_takes_it_along(self, address: str, stranger: Any, client: Client) -> None:
        type(stranger).objects.filter(pk=stranger.pk).update(is_active=False)
        assert client.get(address).status_code == 404
        stranger.delete()
        assert not CalendarLink.objects.exists()

    def test_it_speaks_its_owners_language(self, address: str, stranger: Any, client: Client) -> None:
        Profile.objects.filter(user=stranger).update(locale="ru")
        assert summaries(client, address) == {"Закрывается: Welder"}

    def test_guessing_leads_nowhere(self, db: None, client: Client) -> None:
        for guess in ("x", "a" * 3000, "%22", "%00", "make", "..%2F"):
            assert client.get(f"/contribute/calendar/{guess}.ics").status_code in (400, 404)


def test_a_wrong_moment_is_passed_over(verified: Organization, client: Client) -> None:
    now = timezone.now()
    for details in (
        {"starts": "soon"},
        {"starts": "2026-02-30T10:00"},
        {"starts": ["2026"]},
        {"ends": "2026-01-01T10:00"},
    ):
        make_opportunity(organization=verified, kind="event", details=details, closes=None, first_published_at=now)
    make_opportunity(
        organization=verified, kind="event", title="Backwards", closes=None,
        details={"starts": "2030-02-01T10:00", "ends": "2030-01-01T10:00"}, zone="Mars/Olympus",
    )  # fmt: skip
    (event,) = read(client)
    assert (str(event["summary"]), "dtend" in event) == ("Backwards", False)
