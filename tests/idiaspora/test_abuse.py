"""What stands in the way of those who copy profiles, sign up by program, or outlive Redis."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from wagtail.models import ModelLogEntry

from idiaspora.caches import TolerantRedisCache
from idiaspora.traps import trap_slug
from profiles.models import Profile
from tests.idiaspora.conftest import BrowserOf
from tests.profiles.factories import make_member

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
ROBOT, NEIGHBOUR, ELSEWHERE = "203.0.113.5", "203.0.113.77", "203.0.114.5"


@pytest.fixture(autouse=True)
def _counted_anew() -> None:
    cache.clear()


def test_a_member_opens_so_many_profiles_a_day(engineer: Profile, browser_of: BrowserOf, settings: Any) -> None:
    settings.DAILY_BUDGETS = {"profiles": (2, 1), "searches": (0, 0)}
    page = make_member(name="Azamat").get_absolute_url()
    browser = browser_of(engineer)
    assert [browser.get(page).status_code for _ in range(3)] == [200, 200, 429]
    told = browser.get(page)
    assert 0 < int(told["Retry-After"]) <= 86_400
    engineer.user.is_staff = True
    engineer.user.save()
    assert browser.get(page).status_code == 200  # staff are free


def test_a_visitor_searches_less(browser_of: BrowserOf, settings: Any) -> None:
    settings.DAILY_BUDGETS = {"profiles": (0, 0), "searches": (9, 2)}
    assert [browser_of(None).get("/connect/").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("page", ["/connect/map/", "/connect/meet/", "/connect/organizations/", "/search/?q=osh"])
def test_whatever_lists_people_counts(page: str, engineer: Profile, browser_of: BrowserOf, settings: Any) -> None:
    settings.DAILY_BUDGETS = {"profiles": (0, 0), "searches": (1, 1)}
    browser = browser_of(engineer)
    assert [browser.get(page).status_code for _ in range(2)] == [200, 429]


def test_who_opens_the_profile_that_nobody_has_sees_no_other(engineer: Profile, browser_of: BrowserOf) -> None:
    page = make_member(name="Azamat").get_absolute_url()
    browser = browser_of(engineer)
    trap = f"/people/{trap_slug(engineer.user)}/"
    assert trap in browser.get("/connect/").content.decode()  # where no person sees it
    assert browser.get(page).status_code == 200
    browser.get(trap)
    assert browser.get(page).status_code == 429
    assert list(ModelLogEntry.objects.filter(action="idiaspora.trap").values_list("user", flat=True)) == [
        engineer.user_id
    ]


def test_a_member_pays_with_a_day_wherever_they_are(engineer: Profile, browser_of: BrowserOf) -> None:
    page = make_member(name="Azamat").get_absolute_url()
    trap = f"/people/{trap_slug(engineer.user)}/"
    statuses = []
    for later in (0, 3600, 23 * 3600, 24 * 3600 + 1):
        with time_machine.travel(NOON + timedelta(seconds=later), tick=False):
            browser = browser_of(engineer)
            if not later:
                browser.get(trap)
            statuses.append(browser.get(page, REMOTE_ADDR=f"203.0.113.{later % 7}").status_code)
    assert statuses == [429, 429, 429, 200]


def test_a_visitors_network_pays_with_an_hour(browser_of: BrowserOf, engineer: Profile) -> None:
    page = make_member(name="Azamat", audiences={"profile": "public"}).get_absolute_url()
    trap = f"/people/{trap_slug(None)}/"

    def statuses(minutes: int) -> list[int]:
        """Of the visitor, of somebody in the same network, of one elsewhere, and of a member in that network."""
        with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
            visitors = [browser_of(None).get(page, REMOTE_ADDR=address) for address in (ROBOT, NEIGHBOUR, ELSEWHERE)]
            return [each.status_code for each in (*visitors, browser_of(engineer).get(page, REMOTE_ADDR=ROBOT))]

    with time_machine.travel(NOON, tick=False):
        told = browser_of(None).get(trap, REMOTE_ADDR=ROBOT)
        assert (told.status_code, told["Retry-After"]) == (429, "3600")
    with time_machine.travel(NOON + timedelta(minutes=30), tick=False):
        browser_of(None).get(trap, REMOTE_ADDR=NEIGHBOUR)  # the hour is not begun anew
    assert [statuses(minutes) for minutes in (1, 59, 61)] == [
        [429, 429, 200, 200],
        [429, 429, 200, 200],
        [200, 200, 200, 200],
    ]


def test_the_trap_of_another_is_only_not_there(engineer: Profile, browser_of: BrowserOf) -> None:
    other = make_member(name="Azamat")
    browser = browser_of(engineer)
    assert browser.get(f"/people/{trap_slug(other.user)}/").status_code == 404
    assert browser.get(other.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(("audience", "robots"), [("public", None), ("members", "noindex, noarchive")])
def test_only_what_is_public_is_for_search_engines(
    audience: str, robots: str | None, engineer: Profile, browser_of: BrowserOf
) -> None:
    page = make_member(name="Azamat", audiences={"profile": audience}).get_absolute_url()
    response = browser_of(engineer).get(page)
    assert response.headers.get("X-Robots-Tag") == robots
    assert ('name="robots"' in response.content.decode()) == (robots is not None)


def test_robots_are_told(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert f"Disallow: /people/{trap_slug(None)}/" in lines


def test_a_program_that_fills_everything_at_once_gets_no_account(client: Client, settings: Any) -> None:
    settings.SIGNUP_CHALLENGE = "idiaspora.challenges.TimedField"
    page = client.get("/accounts/signup/")
    assert re.search(
        r'<div class="field" hidden>\s*<label [^>]*>Leave this empty', page.content.decode()
    )  # from people
    opened = page.context["form"].fields["opened"].initial
    filled = {"email": "robot@example.org", "password1": "correct horse battery", "opened": opened, "homepage": "x"}
    response = client.post("/accounts/signup/", filled)
    assert "faster than a person can write" in response.content.decode()
    assert not Profile.objects.filter(user__email="robot@example.org").exists()


def test_pages_go_on_without_redis(engineer: Profile, browser_of: BrowserOf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing listens on that port: counters are kept by the process meanwhile."""
    alone = TolerantRedisCache("redis://127.0.0.1:1/0", {})
    alone.set("visits", 1)
    assert (alone.incr("visits"), alone.get("visits"), alone.get("nothing")) == (2, 2, None)
    assert alone.add("visits", 5) is False
    alone.delete("visits")
    assert alone.get("visits") is None
