"""Every page that searches, while the cluster can't be asked: it answers soon, says so, and shows no more than ever."""

import time
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from idiaspora.records.exporting import ref_of
from opportunities.models import Opportunity
from profiles.models import Organization, Profile
from profiles.services import save_search
from search import engines, fallback
from search.engines.base import Engine
from search.engines.connection import Cluster, Connection
from search.engines.elasticsearch import ElasticsearchEngine
from search.results import hydrate
from tests.idiaspora.conftest import BrowserOf
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import make_member, make_organization
from tests.resources.factories import make_resource
from tests.search.faults import Fault, Outage

pytestmark = pytest.mark.django_db
RESTING = "Search is resting for a moment"
LISTS = {
    "/contribute/": "opportunity",
    "/learn/": "resource",
    "/connect/": "profile",
    "/connect/organizations/": "organization",
}


@pytest.fixture
def nobody_listens(_own_index: Engine) -> Iterator[ElasticsearchEngine]:
    """The site is set up for a cluster where nobody listens."""
    engine = ElasticsearchEngine(Connection(Cluster(("http://127.0.0.1:1",))), prefix="test-away")
    engines.use(engine)
    yield engine
    engines.use(_own_index)


@pytest.fixture
def union(db: None) -> Organization:
    return make_organization("Irrigation Union", verified=True, owner=make_member(name="Ulan").user)


@pytest.fixture
def post(union: Organization) -> Opportunity:
    return make_opportunity(organization=union, title="Irrigation of orchards", expertise=["irrigation"])


def titles(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    found = response.context.get("people") or response.context["listing"].objects
    return [getattr(each, "title", None) or each.name for each in found]


# --- What is shown ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", LISTS)
def test_a_list_says_so_and_shows_the_newest(
    address: str, nobody_listens: Any, post: Opportunity, engineer: Profile, browser_of: BrowserOf
) -> None:
    make_resource(title="Watering by drops")
    response = browser_of(engineer).get(address)
    page = response.content.decode()
    assert (response.status_code, page.count(RESTING), page.count('role="status"')) == (200, 1, 2)
    assert "no-store" in response["Cache-Control"]
    assert response.context["listing"].objects


def test_the_newest_come_first_page_by_page(nobody_listens: Any, client: Client) -> None:
    for number in range(45):
        make_resource(title=f"R{number}", first_published_at=timezone.now() - timedelta(days=number))
    assert titles(client, "/learn/") == [f"R{n}" for n in range(20)]
    assert titles(client, "/learn/?page=3") == [f"R{n}" for n in range(40, 45)]
    assert titles(client, "/learn/?page=999") == [f"R{n}" for n in range(20)]  # beyond the last stands the first
    first, last = client.get("/learn/").content.decode(), client.get("/learn/?page=3").content.decode()
    assert ("Page 1<" in first, 'rel="next"' in first, 'rel="prev"' in first) == (True, True, False)
    assert ("Page 3<" in last, 'rel="next"' in last, 'rel="prev"' in last) == (True, False, True)


def test_words_and_filters_wait_in_the_address(nobody_listens: Any, post: Opportunity, client: Client) -> None:
    page = client.get("/contribute/", {"q": "nurse", "type": "tender"}).content.decode()
    assert "Irrigation of orchards" in page
    assert "your words and filters come back with it" in page
    assert "Waiting for search:" in page
    assert 'name="type" value="tender" checked' in page
    assert 'value="nurse"' in page
    assert "facet-count" not in page


def test_the_board_shows_what_is_open_now_unless_told_otherwise(
    nobody_listens: Any, union: Organization, client: Client
) -> None:
    now = timezone.now()
    make_opportunity(organization=union, title="Open", closes=None)
    make_opportunity(organization=union, title="Closed", closes=now - timedelta(seconds=1))
    make_opportunity(organization=union, title="Opens tomorrow", opens=now + timedelta(days=1))
    assert titles(client, "/contribute/") == ["Open"]
    assert sorted(titles(client, "/contribute/?closed=1")) == ["Closed", "Open", "Opens tomorrow"]


def test_the_search_over_everything_leads_to_the_lists(nobody_listens: Any, client: Client) -> None:
    response = client.get("/search/", {"q": "nurse & co"})
    page = response.content.decode()
    assert (response.status_code, RESTING in page, "no-store" in response["Cache-Control"]) == (200, True, True)
    for address in LISTS:
        assert f'href="{address}?q=nurse+%26+co"' in page
    assert "Nothing has all of these words" not in page


def test_the_front_page_is_as_ever(nobody_listens: Any, post: Opportunity, client: Client) -> None:
    response = client.get("/")
    assert (response.status_code, RESTING in response.content.decode()) == (200, False)
    assert "Irrigation of orchards" in response.content.decode()
    assert "no-store" not in response.headers.get("Cache-Control", "")


def test_for_you_shows_the_newest_open_posts_without_reasons(
    nobody_listens: Any, union: Organization, post: Opportunity, engineer: Profile, browser_of: BrowserOf
) -> None:
    make_opportunity(organization=union, title="Closed", closes=timezone.now() - timedelta(days=1))
    dismissed = make_opportunity(organization=union, title="Not for me")
    browser = browser_of(engineer)
    browser.post(f"/contribute/{dismissed.slug}/dismiss/")
    page = browser.get("/for-you/").content.decode()
    assert (RESTING in page, "Irrigation of orchards" in page, 'class="why"' in page) == (True, True, False)
    assert "Closed" not in page
    assert "«Not for me»" in page  # the message that it is gone, and no card
    assert f'href="{dismissed.get_absolute_url()}"' not in browser.get("/for-you/").content.decode()


def test_what_one_posts_oneself_is_no_news(nobody_listens: Any, post: Opportunity, browser_of: BrowserOf) -> None:
    ulan = Profile.objects.get(name="Ulan")
    assert "Irrigation of orchards" not in browser_of(ulan).get("/for-you/").content.decode()


def test_a_post_is_read_without_what_is_similar(nobody_listens: Any, post: Opportunity, client: Client) -> None:
    page = client.get(post.get_absolute_url()).content.decode()
    assert "Irrigation of orchards" in page
    assert "similar opportunities are not shown" in page


def test_who_posts_is_told_that_nobody_was_counted(
    nobody_listens: Any, post: Opportunity, browser_of: BrowserOf
) -> None:
    browser = browser_of(Profile.objects.get(name="Ulan"))
    words = "How many members could be reached is counted again"
    assert words in browser.get(f"/contribute/{post.slug}/edit/").content.decode()
    assert words in browser.post("/contribute/reach/", {"expertise": "irrigation"}).content.decode()
    assert browser.get("/contribute/post/vacancy/").status_code == 200


def test_a_dismissed_post_comes_back_without_its_reasons(
    nobody_listens: Any, post: Opportunity, engineer: Profile, browser_of: BrowserOf
) -> None:
    browser = browser_of(engineer)
    browser.post(f"/contribute/{post.slug}/dismiss/")
    response = browser.post(f"/contribute/{post.slug}/restore/", headers={"HX-Request": "true"})
    assert (response.status_code, "Irrigation of orchards" in response.content.decode()) == (200, True)


def test_the_command_says_why_it_can_not(nobody_listens: Any, post: Opportunity, engineer: Profile) -> None:
    with pytest.raises(CommandError, match="The search can't be asked: Elasticsearch can't be reached"):
        call_command("match", profile=ref_of(engineer), stdout=StringIO())


def test_the_site_starts_without_it(nobody_listens: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr("idiaspora.management.commands.prepare.SOURCES", {})
    errors = StringIO()
    call_command("prepare", verbosity=0, stderr=errors)
    assert "Once it is back: manage.py search rebuild --stale" in errors.getvalue()


# --- To whom ---------------------------------------------------------------------------------------------------------
def test_everybody_sees_what_they_ever_may(
    nobody_listens: Any, union: Organization, engineer: Profile, browser_of: BrowserOf
) -> None:
    """The owner, a colleague and a stranger, by each list."""
    owner = make_member(name="Owner", audiences={"profile": "connections"})
    make_member(name="Public", audiences={"profile": "public"})
    hidden = make_member(name="Hidden", audiences={"profile": "public"})
    hidden.is_hidden = True
    hidden.save()
    left = make_member(name="Left", audiences={"profile": "public"})
    left.user.is_active = False
    left.user.save()
    make_organization("Hidden organization", owner=owner.user, is_hidden=True)
    make_opportunity(organization=union, title="Draft of the union", live=False)
    make_resource(title="Draft of the owner", live=False, contributor=owner.user)
    ulan = Profile.objects.get(name="Ulan")
    seen = {
        who: {address: titles(browser_of(profile), address) for address in LISTS}
        for who, profile in (("owner", owner), ("colleague", ulan), ("stranger", None))
    }
    members = ["Public", "Nurgul Asanova", "Ulan"]
    others = {"/contribute/": [], "/learn/": [], "/connect/organizations/": ["Irrigation Union"]}
    assert seen == {
        "owner": {"/connect/": ["Public", "Owner", "Nurgul Asanova", "Ulan"]} | others,
        "colleague": {"/connect/": members} | others,
        "stranger": {"/connect/": ["Public"]} | others,
    }


def test_a_card_shows_no_field_that_it_hides(nobody_listens: Any, client: Client, browser_of: BrowserOf) -> None:
    one = make_member(
        name="Aida", headline="Accountant", city="Osh", audiences={"profile": "public", "headline": "members"}
    )
    other = make_member(name="Other")
    pages = [browser_of(who).get("/connect/").content.decode() for who in (one, other, None)]
    assert ["Accountant" in page for page in pages] == [True, True, False]


@pytest.mark.parametrize("kind", LISTS.values())
def test_what_is_shown_is_loaded_by_visibility_once_more(
    kind: str, nobody_listens: Any, post: Opportunity, engineer: Profile
) -> None:
    make_resource()
    page = fallback.newest(kind, engineer.user)
    assert [obj.pk for _hit, obj in hydrate(page.hits, engineer.user)] == [hit.object_id for hit in page.hits] != []


# --- At what price ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", [*LISTS, "/for-you/"])
def test_the_number_of_statements_does_not_grow(
    address: str, nobody_listens: Any, union: Organization, engineer: Profile, browser_of: BrowserOf
) -> None:
    def make(count: int) -> None:
        for _ in range(count):
            make_opportunity(organization=union, expertise=["irrigation"], places=[("Osh", "KG")])
            make_resource(topics=["irrigation"], organization=union)
            make_member(name="Somebody", expertise=["irrigation"], interests=["beekeeping"])
            make_organization("Some organization")

    browser = browser_of(engineer)
    counts = []
    for more in (1, 14):
        make(more)
        browser.get(address)  # what was made changed the vocabulary, which each process reads anew
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_only_the_newest_rows_are_looked_at(nobody_listens: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fallback, "LOOKED_AT", 3)
    made = [make_organization(f"O{number}").pk for number in range(5)]
    found = fallback.newest("organization", AnonymousUser())
    assert [hit.object_id for hit in found.hits] == made[:1:-1]


# --- With a cluster that fails in its own ways -----------------------------------------------------------------------
@pytest.mark.parametrize("fault", [None, Fault.HANG, Fault.CUT, Fault.BUSY, Fault.UNAVAILABLE], ids=str)
def test_every_page_answers_within_a_second_and_searches_again_afterwards(
    fault: Fault | None, outage: Outage, post: Opportunity, engineer: Profile, browser_of: BrowserOf
) -> None:
    browser = browser_of(engineer)
    call_command("search", "rebuild", verbosity=0)
    addresses = ["/contribute/?q=irrigation", "/search/?q=irrigation", "/for-you/", post.get_absolute_url()]
    for address in addresses:
        assert RESTING not in browser.get(address).content.decode()
    outage.begin(fault, timeout=0.2 if fault == Fault.HANG else 30.0)
    for address in addresses:
        start = time.monotonic()
        page = browser.get(address)
        assert time.monotonic() - start < 1.0
        assert (page.status_code, RESTING in page.content.decode()) == (200, True)
        outage.pause()  # each is the one that tries again
    outage.end()
    outage.pause()
    for address in addresses:
        assert RESTING not in browser.get(address).content.decode()


@pytest.mark.parametrize("fault", [None, Fault.HANG, Fault.UNAVAILABLE], ids=str)
def test_saved_searches_wait_no_longer_than_other_pages(
    fault: Fault | None, outage: Outage, engineer: Profile, browser_of: BrowserOf
) -> None:
    browser = browser_of(engineer)
    call_command("search", "rebuild", verbosity=0)
    for kind in LISTS.values():
        save_search(user=engineer.user, kind=kind, query="q=irrigation")
    uncounted = "What is new can't be counted now."
    assert browser.get("/saved-searches/").content.decode().count(uncounted) == 0
    outage.begin(fault, timeout=0.2 if fault == Fault.HANG else 30.0, write_timeout=30.0)
    start = time.monotonic()
    page = browser.get("/saved-searches/")
    assert time.monotonic() - start < 1.0
    assert (page.status_code, page.content.decode().count(uncounted)) == (200, len(LISTS))
